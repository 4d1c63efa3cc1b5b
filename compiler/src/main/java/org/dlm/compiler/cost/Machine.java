package org.dlm.compiler.cost;

import java.util.List;
import org.dlm.compiler.loop.Target;

/**
 * A core and its caches as data. Of each set of instructions there is one usual representative; another machine differs in the clock more
 * than in anything else ({@link #withClock}).
 *
 * @param ports the narrowest first
 * @param issue instructions started in a cycle
 * @param loopEnd cycles lost when a loop ends: its end is mispredicted, and rounds at both sides of the unrolled ones are single
 * @param call cycles to call a kernel and come back
 * @param caches the nearest first, the memory last; the level within which nothing is waited for is not among them
 */
public record Machine(
        String name,
        double gigahertz,
        List<Ports> ports,
        Latencies latencies,
        double issue,
        double loopEnd,
        double call,
        List<Cache> caches) {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    /**
     * AMD Zen 4 (EPYC 9004): 512 bits in two halves. AMD, Software Optimization Guide for the AMD Zen4 Microarchitecture (57647);
     * uops.info for throughput and latency of each instruction. 32 registers. What L3 delivers, 20 bytes per cycle, was measured with
     * Adam's updates of 6 MiB.
     */
    public static final Machine AVX512 = new Machine(
            "AVX-512",
            3.7,
            List.of(
                    new Ports(64, 2, 4, 2, 1, 2, 3.5),
                    new Ports(256, 2, 4, 2, 1, 2, 5),
                    new Ports(512, 1, 2, 1, 0.5, 1, 10)),
            new Latencies(4, 3, 4, 13, 7),
            6,
            15,
            30,
            List.of(
                    new Cache(Limit.L2, 32 * KIB, 32),
                    new Cache(Limit.L3, MIB, 20),
                    new Cache(Limit.MEMORY, 32 * MIB, 6)));

    /**
     * AMD Zen 3, of the last with 256 bits only. AMD, Software Optimization Guide for AMD Family 19h Processors (56665); uops.info. 16
     * registers.
     */
    public static final Machine AVX2 = new Machine(
            "AVX2",
            3.5,
            List.of(new Ports(64, 2, 4, 2, 1, 2, 3.5), new Ports(256, 2, 4, 2, 1, 2, 5)),
            new Latencies(4, 3, 4, 13, 8),
            6,
            15,
            30,
            List.of(
                    new Cache(Limit.L2, 32 * KIB, 32),
                    new Cache(Limit.L3, 512 * KIB, 20),
                    new Cache(Limit.MEMORY, 32 * MIB, 6)));

    /** Arm Neoverse N1. Arm, Neoverse N1 Software Optimization Guide (PJDOC-466751330-9707), and its Technical Reference Manual. 32 registers. */
    public static final Machine NEON = new Machine(
            "NEON",
            2.6,
            List.of(new Ports(64, 2, 2, 2, 2, 2, 5), new Ports(128, 2, 2, 2, 1, 2, 7)),
            new Latencies(4, 2, 2, 10, 5),
            4,
            11,
            30,
            List.of(
                    new Cache(Limit.L2, 64 * KIB, 32),
                    new Cache(Limit.L3, MIB, 10),
                    new Cache(Limit.MEMORY, 32 * MIB, 6)));

    public Machine {
        ports = List.copyOf(ports);
        caches = List.copyOf(caches);
    }

    /** The representative of the machines that use vectors of this width; for plain loops one without vectors of 512 bits. */
    public static Machine of(int vectorBits) {
        return switch (vectorBits) {
            case 512 -> AVX512;
            case 128 -> NEON;
            default -> AVX2;
        };
    }

    /** The same at another speed. */
    public Machine withClock(double newGigahertz) {
        return new Machine(name, newGigahertz, ports, latencies, issue, loopEnd, call, caches);
    }

    /** What it starts in a cycle of the operations of this form. */
    Ports ports(Target target) {
        return ports.stream()
                .filter(row -> target.vectorBits() <= row.bits())
                .findFirst()
                .orElse(ports.getLast());
    }

    /** Floating point operations in a cycle where nothing but multiply-adds of the widest vectors is done. */
    public double flopsPerCycle(Target target) {
        return 2 * target.lanes() * ports(target).fma();
    }
}
