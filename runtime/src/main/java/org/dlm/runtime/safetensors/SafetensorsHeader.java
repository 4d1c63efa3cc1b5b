package org.dlm.runtime.safetensors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.json.JsonSyntaxException;
import org.dlm.runtime.problem.StoredFileException;

/** The header of a safetensors file, checked: tensors follow each other without gap or overlap. */
record SafetensorsHeader(String file, Map<String, TensorEntry> tensors, Map<String, String> metadata) {
    SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    static SafetensorsHeader parse(String file, String text) {
        try {
            return new Reader(file).header(Json.parse(text));
        } catch (JsonSyntaxException | NumberFormatException | ArithmeticException exception) {
            throw new StoredFileException(
                    file + " is not a safetensors file: its header is wrong: " + exception.getMessage(), exception);
        }
    }

    void checkDataLength(long found) {
        long expected =
                tensors.values().stream().mapToLong(TensorEntry::end).max().orElse(0);
        if (found != expected) {
            throw new StoredFileException(file + " is cut off or damaged: its tensors take " + expected + " bytes, but "
                    + found + " follow the header; use another copy of the file");
        }
    }

    /** Takes the JSON apart. */
    private record Reader(String file) {
        SafetensorsHeader header(Json json) {
            Map<String, TensorEntry> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            members(json, "the header").forEach((name, value) -> {
                if (name.equals(SafetensorsWriter.METADATA)) {
                    members(value, name).forEach((key, text) -> metadata.put(key, text(text, key)));
                } else {
                    tensors.put(name, entry(name, value));
                }
            });
            checkPlaces(tensors);
            return new SafetensorsHeader(file, tensors, metadata);
        }

        private TensorEntry entry(String name, Json json) {
            Map<String, Json> members = members(json, name);
            List<Integer> shape = new ArrayList<>();
            for (long extent : numbers(members, "shape", name)) {
                if (extent < 0) {
                    throw wrong("tensor " + name + " has a negative extent");
                }
                shape.add(Math.toIntExact(extent));
            }
            List<Long> places = numbers(members, "data_offsets", name);
            if (places.size() != 2) {
                throw wrong("tensor " + name + " needs two data_offsets");
            }
            String type = text(members.getOrDefault("dtype", new Json.Nothing()), name + ".dtype");
            return checkedLength(new TensorEntry(name, type, shape, places.get(0), places.get(1)));
        }

        private TensorEntry checkedLength(TensorEntry tensor) {
            int width = switch (tensor.type()) {
                case "F64", "I64", "U64" -> 8;
                case "F32", "I32", "U32" -> 4;
                case "F16", "BF16", "I16", "U16" -> 2;
                default -> 1;
            };
            if (tensor.end() - tensor.begin() != Math.multiplyExact(tensor.count(), (long) width)) {
                throw wrong("tensor " + tensor.name() + " of type " + tensor.type() + " and shape " + tensor.shape()
                        + " cannot have " + (tensor.end() - tensor.begin()) + " bytes");
            }
            return tensor;
        }

        private void checkPlaces(Map<String, TensorEntry> tensors) {
            long end = 0;
            List<TensorEntry> ordered = tensors.values().stream()
                    .sorted(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
                    .toList();
            for (TensorEntry tensor : ordered) {
                if (tensor.begin() != end) {
                    throw wrong("tensor " + tensor.name() + " begins at " + tensor.begin() + ", not at " + end);
                }
                end = tensor.end();
            }
        }

        private Map<String, Json> members(Json json, String what) {
            if (json instanceof Json.Members(Map<String, Json> members)) {
                return members;
            }
            throw wrong(what + " is not an object");
        }

        private String text(Json json, String what) {
            if (json instanceof Json.Text(String value)) {
                return value;
            }
            throw wrong(what + " is not a string");
        }

        private List<Long> numbers(Map<String, Json> members, String key, String what) {
            if (members.get(key) instanceof Json.Items(List<Json> items)
                    && items.stream().allMatch(Json.Numeral.class::isInstance)) {
                return items.stream().map(item -> ((Json.Numeral) item).whole()).toList();
            }
            throw wrong(what + "." + key + " is not a list of numbers");
        }

        private StoredFileException wrong(String reason) {
            return new StoredFileException(file + " is not a safetensors file: its header is wrong: " + reason);
        }
    }
}
