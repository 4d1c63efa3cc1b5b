package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.dlm.compiler.emit.Fragment.Binding;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;

/** Prints numbers by the operators of Java. */
final class ScalarEmitter {
    static final ClassName FUNCTIONS = ClassName.get("org.dlm.runtime.vector", "Functions");
    private static final ClassName FLOAT_FUNCTIONS = ClassName.get("org.dlm.runtime.vector", "FloatFunctions");

    private final KernelNames names;
    private final Target target;
    private final PlaceEmitter places;
    private final ExpressionEmitter values;

    ScalarEmitter(KernelNames names, Target target, PlaceEmitter places, ExpressionEmitter values) {
        this.names = names;
        this.target = target;
        this.places = places;
        this.values = values;
    }

    /** The type of a local. */
    static TypeName type(ElementType type, Target target) {
        return switch (type) {
            case FLOAT -> Literals.floatType(target.precision());
            case NUMBER -> TypeName.DOUBLE;
            case INT -> TypeName.INT;
            case BOOL -> TypeName.BOOLEAN;
        };
    }

    Fragment load(Expression.Load load) {
        CodeBlock element =
                CodeBlock.of("$L[$L]", names.array(load.operand()), places.address(load.operand(), load.at()));
        return load.type() == ElementType.BOOL
                ? Fragment.of(Binding.EQUALITY, "$L != 0", element)
                : new Fragment(element, Binding.PRIMARY);
    }

    CodeBlock store(Statement.Store store) {
        Fragment value = values.print(store.value());
        CodeBlock stored = store.value().type() == ElementType.BOOL
                ? Fragment.wrapped("$L$W? 1$W: 0", value.in(Binding.OR))
                : value.code();
        return CodeBlock.of(
                "$L[$L] =$W$L", names.array(store.operand()), places.address(store.operand(), store.at()), stored);
    }

    Fragment within(Expression.Within within) {
        Fragment place = places.print(within.place());
        return Fragment.of(
                Binding.AND,
                "$L >= 0$W&& $L < $L",
                place.in(Binding.SUM),
                place.in(Binding.SUM),
                places.print(within.size()).in(Binding.SUM));
    }

    Fragment fma(Expression.Fma fma) {
        return Fragment.primary(
                "$T.fma($L,$W$L,$W$L)", Math.class, values.code(fma.a()), values.code(fma.b()), values.code(fma.c()));
    }

    Fragment constant(Expression.Constant constant) {
        double value = constant.value();
        return switch (constant.type()) {
            case BOOL -> Fragment.primary("$L", value != 0);
            case INT -> integer((int) value);
            case NUMBER -> number(value);
            case FLOAT -> target.precision() == Precision.F64 ? number(value) : single((float) value);
        };
    }

    static Fragment integer(int value) {
        return value == Integer.MIN_VALUE
                ? Fragment.primary("$T.MIN_VALUE", Integer.class)
                : Fragment.of(value < 0 ? Binding.SIGN : Binding.PRIMARY, "$L", value);
    }

    private static Fragment number(double value) {
        if (Double.isNaN(value)) {
            return Fragment.primary("$T.NaN", Double.class);
        }
        return Double.isInfinite(value)
                ? Fragment.primary("$T.$L_INFINITY", Double.class, value < 0 ? "NEGATIVE" : "POSITIVE")
                : Fragment.of(value < 0 ? Binding.SIGN : Binding.PRIMARY, "$L", Double.toString(value));
    }

    private static Fragment single(float value) {
        if (Float.isNaN(value)) {
            return Fragment.primary("$T.NaN", Float.class);
        }
        return Float.isInfinite(value)
                ? Fragment.primary("$T.$L_INFINITY", Float.class, value < 0 ? "NEGATIVE" : "POSITIVE")
                : Fragment.of(value < 0 ? Binding.SIGN : Binding.PRIMARY, "$Lf", Float.toString(value));
    }

    Fragment apply(Expression.Apply apply) {
        List<Fragment> arguments = apply.arguments().stream().map(values::print).toList();
        Fragment a = arguments.getFirst();
        boolean integer = apply.type() == ElementType.INT;
        String word = apply.primitive().word();
        return switch (apply.primitive()) {
            case ADD, SUBTRACT -> infix(Binding.SUM, word, arguments);
            case MULTIPLY, DIVIDE -> infix(Binding.PRODUCT, word, arguments);
            case EQ, NE -> infix(Binding.EQUALITY, word, arguments);
            case LT, LE, GT, GE -> infix(Binding.COMPARISON, word, arguments);
            case ABS, MIN, MAX -> math(word, arguments);
            case REMAINDER -> integer ? math("floorMod", arguments) : functions("remainder", arguments);
            case POWER -> rounded(apply, StrictMath.class, arguments);
            case NEGATE -> Fragment.of(Binding.SIGN, "-$L", a.in(Binding.PRIMARY));
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF -> function(apply, arguments);
            case SQRT, FLOOR -> rounded(apply, Math.class, arguments);
            case SIGN ->
                integer ? Fragment.primary("$T.signum($L)", Integer.class, a.code()) : math("signum", arguments);
            case FLOOR_DIV -> math("floorDiv", arguments);
            case CEIL_DIV -> math("ceilDiv", arguments);
            case AND -> infix(Binding.AND, "&&", arguments);
            case OR -> infix(Binding.OR, "||", arguments);
            case NOT -> Fragment.of(Binding.SIGN, "!$L", a.in(Binding.PRIMARY));
            case WHERE ->
                Fragment.of(
                        Binding.CHOICE,
                        "$L$W? $L$W: $L",
                        a.in(Binding.OR),
                        arguments.get(1).in(Binding.OR),
                        arguments.get(2).in(Binding.CHOICE));
            case TO_FLOAT, TO_INT, TO_NUMBER -> conversion(apply, a);
            case STOP -> a;
        };
    }

    private Fragment conversion(Expression.Apply apply, Fragment value) {
        ElementType from = apply.argument(0).type();
        boolean single = apply.type() == ElementType.FLOAT && target.precision() == Precision.F32;
        if (from == ElementType.BOOL) {
            String form = apply.type() == ElementType.INT ? "$L ? 1 : 0" : single ? "$L ? 1f : 0f" : "$L ? 1.0 : 0.0";
            return Fragment.of(Binding.CHOICE, form, value.in(Binding.OR));
        }
        if (from == ElementType.NUMBER && !single && apply.type() == ElementType.FLOAT) {
            return value;
        }
        Class<?> type = apply.type() == ElementType.INT ? int.class : single ? float.class : double.class;
        return Fragment.of(Binding.SIGN, "($T) $L", type, value.in(Binding.PRIMARY));
    }

    /** Functions are the same on all machines: our own for f32, those that Java defines to the last bit for f64. */
    private Fragment function(Expression.Apply apply, List<Fragment> arguments) {
        String name = apply.primitive().word();
        if (isSingle(apply)) {
            return Fragment.primary("$T.$L($L)", FLOAT_FUNCTIONS, name, list(arguments));
        }
        boolean isOurs = List.of(Primitive.ERF, Primitive.SIN, Primitive.COS).contains(apply.primitive());
        return isOurs
                ? functions(name, arguments)
                : Fragment.primary("$T.$L($L)", StrictMath.class, name, list(arguments));
    }

    /** A function that Java has for doubles only. */
    private Fragment rounded(Expression.Apply apply, Class<?> owner, List<Fragment> arguments) {
        String name =
                apply.primitive() == Primitive.POWER ? "pow" : apply.primitive().word();
        CodeBlock call = CodeBlock.of("$T.$L($L)", owner, name, list(arguments));
        return isSingle(apply) ? Fragment.of(Binding.SIGN, "(float) $L", call) : new Fragment(call, Binding.PRIMARY);
    }

    private boolean isSingle(Expression.Apply apply) {
        return apply.type() == ElementType.FLOAT && target.precision() == Precision.F32;
    }

    private static Fragment math(String function, List<Fragment> arguments) {
        return Fragment.primary("$T.$L($L)", Math.class, function, list(arguments));
    }

    private static Fragment functions(String function, List<Fragment> arguments) {
        return Fragment.primary("$T.$L($L)", FUNCTIONS, function, list(arguments));
    }

    private static CodeBlock list(List<Fragment> arguments) {
        return Fragment.list(arguments.stream().map(Fragment::code).toList());
    }

    private static Fragment infix(Binding binding, String sign, List<Fragment> arguments) {
        return Fragment.of(
                binding,
                "$L$W$L $L",
                arguments.get(0).in(binding),
                sign,
                arguments.get(1).in(binding.next()));
    }
}
