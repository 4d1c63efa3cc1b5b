package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.ResultPort;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;

/**
 * A model's outputs as rows. A float vector with as many values as exactly one target has classes is taken for what the
 * model thinks of each class: the most likely one comes first, by its name, as in {@code example,label,probability[cat],
 * probability[dog]}. Any other output has a cell for each of its values.
 */
final class Predictions {
    private final InferenceProgram session;
    private final ClassNames names;
    private final ModelDescription model;

    Predictions(InferenceProgram session, ClassNames names) {
        this.session = session;
        this.names = names;
        this.model = session.description();
    }

    List<String> titles() {
        List<String> titles = new ArrayList<>();
        titles.add("example");
        for (ResultPort output : model.outputs()) {
            Optional<Port> classes = classesOf(output);
            classes.ifPresent(port -> titles.add(port.name()));
            IntStream.range(0, output.shape().size())
                    .mapToObj(i -> title(output, classes, i))
                    .forEach(titles::add);
        }
        return titles;
    }

    private String title(ResultPort output, Optional<Port> classes, int place) {
        if (output.shape().rank() == 0) {
            return output.name();
        }
        String index = classes.map(port -> names.name(port, place)).orElse(String.valueOf(place));
        return output.name() + "[" + index + "]";
    }

    /** The leading examples of a batch; {@code first} is the number of the first one. Cells are texts, ints and floats. */
    List<List<Object>> rows(Batch batch, int count, int first) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            row.add(first + i);
            rows.add(row);
        }
        for (int o = 0; o < model.outputs().size(); o++) {
            if (model.outputs().get(o).kind() == ElementKind.FLOAT) {
                addFloats(o, batch, rows);
            } else {
                addInts(o, batch, rows);
            }
        }
        return rows;
    }

    private void addFloats(int number, Batch batch, List<List<Object>> rows) {
        ResultPort output = model.outputs().get(number);
        int size = output.shape().size();
        float[] values = new float[batch.count() * size];
        session.compute(number, batch, values, 0);
        Optional<Port> classes = classesOf(output);
        for (int i = 0; i < rows.size(); i++) {
            List<Object> row = rows.get(i);
            int from = i * size;
            classes.ifPresent(port -> row.add(likeliest(port, values, from, size)));
            for (int e = 0; e < size; e++) {
                row.add(values[from + e]);
            }
        }
    }

    private void addInts(int number, Batch batch, List<List<Object>> rows) {
        int size = model.outputs().get(number).shape().size();
        int[] values = new int[batch.count() * size];
        session.compute(number, batch, values, 0);
        for (int i = 0; i < rows.size(); i++) {
            for (int e = 0; e < size; e++) {
                rows.get(i).add(values[i * size + e]);
            }
        }
    }

    /** The class of the largest value; of values with a NaN none is the largest. */
    private String likeliest(Port port, float[] values, int from, int size) {
        for (int e = 0; e < size; e++) {
            if (Float.isNaN(values[from + e])) {
                return String.valueOf(Float.NaN);
            }
        }
        return names.name(port, largest(values, from, size));
    }

    /** The first of the largest values. */
    private static int largest(float[] values, int from, int size) {
        int best = 0;
        for (int e = 1; e < size; e++) {
            if (values[from + e] > values[from + best]) {
                best = e;
            }
        }
        return best;
    }

    private Optional<Port> classesOf(ResultPort output) {
        if (output.kind() != ElementKind.FLOAT || output.shape().rank() != 1) {
            return Optional.empty();
        }
        List<Port> fitting = model.ports().stream()
                .filter(port -> port.role() == Port.Role.TARGET && port.shape().rank() == 0)
                .filter(port ->
                        port.classes() > 1 && port.classes() == output.shape().size())
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }
}
