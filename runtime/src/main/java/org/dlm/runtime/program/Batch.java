package org.dlm.runtime.program;

import java.util.List;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.problem.ProblemException;

/**
 * Examples as a program reads them: for each port a dense column with the example axis leading, beginning at index 0.
 * Allocated once for the largest batch and filled again and again.
 */
public final class Batch {
    /** Elements after the last one that vector code may read. */
    private static final int SLACK = 64;

    /** HotSpot refuses arrays that are a little longer. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private final List<Port> ports;
    private final int capacity;
    private final Precision precision;
    private final float[][] floats;
    private final double[][] doubles;
    private final int[][] ints;
    private int count;
    private int index;

    /** An empty batch with room for {@code capacity} examples. */
    public Batch(List<Port> ports, int capacity, Precision precision) {
        this.ports = List.copyOf(ports);
        this.capacity = capacity;
        this.precision = precision;
        this.floats = new float[ports.size()][];
        this.doubles = new double[ports.size()][];
        this.ints = new int[ports.size()][];
        for (int p = 0; p < ports.size(); p++) {
            Port port = ports.get(p);
            boolean isInt = port.kind().isStoredAsInt();
            int length = length(port, capacity);
            ints[p] = new int[isInt ? length : 0];
            floats[p] = new float[!isInt && precision == Precision.F32 ? length : 0];
            doubles[p] = new double[!isInt && precision == Precision.F64 ? length : 0];
        }
    }

    private static int length(Port port, int capacity) {
        long length = (long) port.shape().size() * capacity + SLACK;
        if (length > LONGEST) {
            throw new ProblemException("a batch of " + capacity + " examples needs " + length + " values for "
                    + port.name() + ", and one Java array has at most " + LONGEST + "; use a smaller batch");
        }
        return (int) length;
    }

    /** The bytes of the arrays of such a batch. */
    public static long bytes(List<Port> ports, int capacity, Precision precision) {
        long bytes = 0;
        for (Port port : ports) {
            boolean isWide = !port.kind().isStoredAsInt() && precision == Precision.F64;
            long values = (long) port.shape().size() * capacity + SLACK;
            bytes += values * (isWide ? Double.BYTES : Float.BYTES);
        }
        return bytes;
    }

    /** What the columns are. */
    public List<Port> ports() {
        return ports;
    }

    /** The number of the port with this name. */
    public int port(String name) {
        for (int p = 0; p < ports.size(); p++) {
            if (ports.get(p).name().equals(name)) {
                return p;
            }
        }
        throw new IllegalArgumentException("no port is called " + name + "; there are "
                + ports.stream().map(Port::name).toList());
    }

    /** The column of a float port in F32; empty for any other port. */
    public float[] floats(int port) {
        return floats[port];
    }

    /** The column of a float port in F64; empty for any other port. */
    public double[] doubles(int port) {
        return doubles[port];
    }

    /** The column of an int, class or bool port; empty for any other port. */
    public int[] ints(int port) {
        return ints[port];
    }

    /** The width of its floats. */
    public Precision precision() {
        return precision;
    }

    /** The number of examples now in it, from 1 to the capacity once filled. */
    public int count() {
        return count;
    }

    /** The largest number of examples. */
    public int capacity() {
        return capacity;
    }

    /** Its place in the epoch, from 0. */
    public int index() {
        return index;
    }

    /** Says how many leading examples of the columns are now valid, and which batch of the epoch they are. */
    public void filled(int newCount, int newIndex) {
        if (newCount < 0 || newCount > capacity) {
            throw new IllegalArgumentException(newCount + " examples do not fit into a batch of " + capacity);
        }
        count = newCount;
        index = newIndex;
    }
}
