package org.dlm.compiler.pipeline.random;

/** Elements in row-major order and bounds of their errors. */
record BoundedTensor(int[] shape, double[] values, double[] errors) {
    static BoundedTensor of(int... shape) {
        int size = size(shape);
        return new BoundedTensor(shape, new double[size], new double[size]);
    }

    static int size(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }
}
