package org.dlm.cli;

import java.util.Optional;
import org.dlm.compiler.emit.GeneratedStep;
import org.dlm.compiler.pipeline.ExplainedKernel;

/**
 * How long a step of a program takes alone.
 *
 * @param kernel what was to be expected; not of draws
 * @param medianNanos half of the calls took no longer
 * @param bestNanos the fastest call
 */
record KernelTime(GeneratedStep step, Optional<ExplainedKernel> kernel, double medianNanos, double bestNanos) {
    double expectedNanos() {
        return kernel.map(explained -> explained.cost().nanos()).orElse(0.0);
    }

    double flops() {
        return kernel.map(ExplainedKernel::flops).orElse(0.0);
    }

    double flopsPerSecond() {
        return flops() / medianNanos * 1e9;
    }

    String form() {
        return kernel.map(ExplainedKernel::form).orElse("draws");
    }

    String limit() {
        return kernel.map(explained -> explained.cost().limit().words()).orElse("");
    }
}
