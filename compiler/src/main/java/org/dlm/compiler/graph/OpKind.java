package org.dlm.compiler.graph;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an op computes. Operands are read by the {@link Scalar.Load}s of the bodies. */
public sealed interface OpKind {
    /** What stands outside the graph. */
    enum Role {
        INPUT,
        TARGET,
        PARAMETER,
        BUFFER,
        /** State of an optimizer for one parameter, or for a run of them. */
        STATE,
        /** The derivative of the loss by the parameter, or the run of parameters, of the same name. */
        GRADIENT,
        /** A hyper: NUMBER of rank 0. */
        HYPER,
        /** {@code step epoch steps epochs}: NUMBER of rank 0. */
        COUNTER,
        /** A raw column of a data reader. */
        COLUMN
    }

    /**
     * A value from outside. {@code perExample} sources have one value for each example; before the batch pass their type is that
     * of one example, after it their first extent is the batch. The name is a port's name, a parameter's path, and so on.
     */
    record Source(Role role, String name, boolean perExample) implements OpKind {
        @Override
        public String toString() {
            return role.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
        }
    }

    /** {@code out[free] = reduction(reduced : body)}. Axes are numbered through: the free ones first. */
    record Indexed(List<Axis> free, Reduction reduction, List<Axis> reduced, Scalar body) implements OpKind {
        public Indexed {
            free = List.copyOf(free);
            reduced = List.copyOf(reduced);
        }

        /** Free axes, then reduction axes. */
        public List<Axis> axes() {
            return reduced.isEmpty()
                    ? free
                    : Stream.concat(free.stream(), reduced.stream()).toList();
        }

        @Override
        public String toString() {
            String left = free.stream().map(Axis::toString).collect(Collectors.joining(", ", "[", "]"));
            if (reduction == Reduction.NONE) {
                return left + " " + body;
            }
            String over = reduced.stream().map(Axis::toString).collect(Collectors.joining(", "));
            return left + " " + reduction.name().toLowerCase(java.util.Locale.ROOT) + "(" + over + " : " + body + ")";
        }
    }

    /**
     * Starts from zeros; for each element of the domain in row-major order, {@code out[at] += body}. Places outside are left
     * out. The derivative of a gather and of the extreme reductions.
     */
    record ScatterAdd(List<Axis> domain, List<Subscript> at, Scalar body) implements OpKind {
        public ScatterAdd {
            domain = List.copyOf(domain);
            at = List.copyOf(at);
        }

        @Override
        public String toString() {
            String over = domain.stream().map(Axis::toString).collect(Collectors.joining(", "));
            String place = at.stream().map(Object::toString).collect(Collectors.joining(", "));
            return "scatter(" + over + " : [" + place + "] += " + body + ")";
        }
    }

    /** The elements of {@code source} in the same order under another shape: an alias, not a copy. */
    record Reshape(Op source) implements OpKind {
        @Override
        public String toString() {
            return "reshape(%" + source.id() + ")";
        }
    }

    /**
     * Uniform draws in 0..1 from a counter-based generator: element {@code e} depends on seed, step, place and e alone.
     *
     * @param place running number of the draw in the model; the same in every mode
     * @param perExample one draw for each example; as for {@link Source}
     */
    record Draw(int place, boolean perExample) implements OpKind {
        @Override
        public String toString() {
            return "draw " + place;
        }
    }
}
