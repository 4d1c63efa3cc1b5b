package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;

/** Prints a run-time number's declaration: {@code new Hyper("lr", 0.001, new HyperRange.LogBetween(1.0E-5, 0.1))}. */
final class HyperEmitter {
    private HyperEmitter() {}

    static CodeBlock value(HyperPlan hyper, Listing listing) {
        return CodeBlock.of(
                "new $T($L, $L, $L)",
                RuntimeNames.HYPER,
                UserText.literal(hyper.name()),
                Literals.ofDouble(hyper.start()),
                range(hyper, listing));
    }

    private static CodeBlock range(HyperPlan hyper, Listing listing) {
        return switch (hyper.range()) {
            case HyperPlan.Range.Any any -> CodeBlock.of("new $T.Any()", RuntimeNames.HYPER_RANGE);
            case HyperPlan.Range.Between between ->
                CodeBlock.of(
                        "new $T.$L($L, $L)",
                        RuntimeNames.HYPER_RANGE,
                        between.logarithmic() ? "LogBetween" : "Between",
                        Literals.ofDouble(between.low()),
                        Literals.ofDouble(between.high()));
            case HyperPlan.Range.OneOf oneOf ->
                CodeBlock.of(
                        "new $T.OneOf($L)",
                        RuntimeNames.HYPER_RANGE,
                        listing.of(
                                Names.camel(hyper.name()) + "Values",
                                TypeName.DOUBLE.box(),
                                oneOf.values().stream().map(Literals::ofDouble).toList()));
        };
    }
}
