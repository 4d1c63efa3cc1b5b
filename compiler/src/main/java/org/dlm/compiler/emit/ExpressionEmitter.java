package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;

/** Prints expressions: numbers by the operators of Java, vectors by the methods of the Vector API. */
final class ExpressionEmitter {
    private final KernelNames names;
    private final PlaceEmitter places;
    private final ScalarEmitter scalars;
    private final VectorEmitter vectors;
    private final Target target;

    ExpressionEmitter(KernelNames names, Target target) {
        this.names = names;
        this.target = target;
        this.places = new PlaceEmitter(names, this);
        this.scalars = new ScalarEmitter(names, target, places, this);
        this.vectors = new VectorEmitter(names, target, places, this);
    }

    PlaceEmitter places() {
        return places;
    }

    /** The type of a local that holds the value. */
    TypeName type(Expression value) {
        return switch (value.width()) {
            case ONE -> ScalarEmitter.type(value.type(), target);
            case VECTOR -> vectors.type(value.type());
        };
    }

    CodeBlock store(Statement.Store store) {
        return switch (store.value().width()) {
            case ONE -> scalars.store(store);
            case VECTOR -> vectors.store(store);
        };
    }

    /** The value as an argument, or as all that is assigned. */
    CodeBlock code(Expression value) {
        return print(value).code();
    }

    Fragment print(Expression value) {
        return switch (value) {
            case Expression.Local local -> Fragment.primary("$L", names.variable(local.variable()));
            case Expression.Load load -> load.isVector() ? vectors.load(load) : scalars.load(load);
            case Expression.Apply apply -> apply.isVector() ? vectors.apply(apply) : scalars.apply(apply);
            case Expression.Fma fma -> fma.isVector() ? vectors.fma(fma) : scalars.fma(fma);
            case Expression.Constant constant -> scalars.constant(constant);
            case Expression.Argument argument -> Fragment.primary("$L", names.number(argument.number()));
            case Expression.Index index -> places.print(index.place());
            case Expression.Within within -> scalars.within(within);
            case Expression.Lane lane -> Fragment.primary("$L.lane($L)", vectors.receiver(lane.vector()), lane.lane());
            case Expression.ReduceLanes lanes -> vectors.reduceLanes(lanes);
            case Expression.Choose choose ->
                Fragment.of(
                        Fragment.Binding.CHOICE,
                        "$L$W? $L$W: $L",
                        print(choose.condition()).in(Fragment.Binding.OR),
                        print(choose.then()).in(Fragment.Binding.OR),
                        code(choose.otherwise()));
            case Expression.Broadcast broadcast -> vectors.broadcast(broadcast.scalar());
            case Expression.Lanes lanes -> vectors.lanes(lanes);
            case Expression.InRange range -> vectors.inRange(range.first(), range.size());
            case Expression.Bits bits -> vectors.bits(bits);
            case Expression.Exchange exchange -> vectors.exchange(exchange);
            case Expression.EverySecond every -> vectors.everySecond(every);
            case Expression.ByTurns turns -> vectors.byTurns(turns);
            case Expression.LaneBit bit -> vectors.laneBit(bit);
        };
    }
}
