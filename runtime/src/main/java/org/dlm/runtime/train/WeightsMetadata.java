package org.dlm.runtime.train;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.model.Port;

/**
 * What a user of a weights file wants to know besides the values: the {@code model}, the {@code recipe}, and under
 * {@code classes.PORT} the names of classes as a JSON array, because inputs for predictions may have no labels to take
 * them from.
 */
final class WeightsMetadata {
    private WeightsMetadata() {}

    static Map<String, String> of(TrainingRequest request) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("model", request.trainer().description().name());
        metadata.put("recipe", request.recipe().name());
        for (Port port : request.trainer().description().ports()) {
            List<String> names = request.data().classNames(port);
            if (!names.isEmpty()) {
                List<Json> texts = names.stream().<Json>map(Json.Text::new).toList();
                metadata.put("classes." + port.name(), new Json.Items(texts).write());
            }
        }
        return metadata;
    }
}
