package org.dlm.runtime.model;

import java.util.List;

/**
 * The derivatives of a loss by the parameters that a recipe trains, each under the path of its parameter and in its shape. A trainer's
 * {@code gradient} computes them and its {@code update} applies them; in between they may be read and changed:
 *
 * <pre>{@code
 * trainer.gradient(first, context);
 * Gradients sum = trainer.gradients().copy();
 * trainer.gradient(second, context);
 * trainer.gradients().add(sum);
 * trainer.gradients().scale(0.5);
 * trainer.update();
 * }</pre>
 *
 * <p>They belong to one trainer and, like it, serve one thread at a time.
 */
public final class Gradients extends TensorStorage {
    private boolean present;

    /** All zeros, which are nobody's derivatives yet. */
    public Gradients(Precision precision, List<TensorSlot> slots, int length) {
        super(precision, slots, length);
    }

    /** Equal values, for sums over several batches. */
    public Gradients copy() {
        Gradients copy = new Gradients(precision(), slots(), length());
        copy.setAll(this);
        return copy;
    }

    /** Adds those of another batch, element by element. */
    public void add(Gradients others) {
        requireSameLayout(others);
        for (TensorSlot slot : slots()) {
            for (int i = slot.offset(); i < slot.end(); i++) {
                put(i, at(i) + others.at(i));
            }
        }
    }

    /** Multiplies all of them by a factor. */
    public void scale(double factor) {
        for (TensorSlot slot : slots()) {
            for (int i = slot.offset(); i < slot.end(); i++) {
                put(i, at(i) * factor);
            }
        }
    }

    /** The Euclidean norm of all of them together. */
    public double norm() {
        double squares = 0;
        for (TensorSlot slot : slots()) {
            for (int i = slot.offset(); i < slot.end(); i++) {
                squares += at(i) * at(i);
            }
        }
        return Math.sqrt(squares);
    }

    // ---- for trainers

    /** From now on there are none, until {@link #complete}. */
    public void begin() {
        present = false;
    }

    /** All of them have been computed. */
    public void complete() {
        present = true;
    }

    /** They are applied, once: those of the weights before an update are not those of the weights after it. */
    public void spend() {
        if (!present) {
            throw new IllegalStateException("there are no gradients of the present weights;"
                    + " call gradient(batch, context) before each update()");
        }
        present = false;
    }

    // it belongs to one trainer, which lets only one thread in at a time

    @Override
    public void beginChange() {
        // may always change
    }

    @Override
    public void endChange() {
        // may always change
    }

    @Override
    public void beginRead() {
        // may always be read
    }

    @Override
    public void endRead() {
        // may always be read
    }
}
