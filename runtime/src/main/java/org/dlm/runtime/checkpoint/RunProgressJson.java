package org.dlm.runtime.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.program.EpochScores;

/** Progress as text in the header of a checkpoint, and back. Numbers read back as the same doubles. */
final class RunProgressJson {
    private RunProgressJson() {}

    static Json write(RunProgress progress) {
        RunProgress.Identity identity = progress.identity();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", new Json.Text(identity.model()));
        members.put("sourceHash", new Json.Text(identity.sourceHash()));
        members.put("precision", new Json.Text(identity.precision()));
        members.put("recipe", new Json.Text(identity.recipe()));
        members.put("seed", Json.of(identity.seed()));
        members.put("batch", Json.of(identity.batch()));
        members.put("hypers", writeNumbers(identity.hypers()));
        members.put("data", new Json.Text(identity.data()));
        members.put("epochs", Json.of(progress.epochs()));
        members.put("step", Json.of(progress.step()));
        members.put("epochsDone", Json.of(progress.epochsDone()));
        members.put("bestEpoch", Json.of(progress.bestEpoch()));
        members.put(
                "history",
                new Json.Items(progress.history().stream()
                        .map(RunProgressJson::writeScores)
                        .toList()));
        return new Json.Members(members);
    }

    private static Json writeScores(EpochScores scores) {
        Map<String, Json> splits = new LinkedHashMap<>();
        scores.splits().forEach((name, measures) -> splits.put(name, writeNumbers(measures)));
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("epoch", Json.of(scores.epoch()));
        members.put("splits", new Json.Members(splits));
        return new Json.Members(members);
    }

    private static Json writeNumbers(Map<String, Double> numbers) {
        Map<String, Json> members = new LinkedHashMap<>();
        numbers.forEach((name, value) -> members.put(name, Json.of((double) value)));
        return new Json.Members(members);
    }

    /**
     * Throws {@link NoSuchElementException} where something is missing, {@link ArithmeticException} where a number is too large, and
     * {@link IllegalArgumentException} where something cannot be.
     */
    static RunProgress read(Json json) {
        RunProgress.Identity identity = new RunProgress.Identity(
                text(json, "model"),
                text(json, "sourceHash"),
                text(json, "precision"),
                text(json, "recipe"),
                whole(json, "seed"),
                count(json, "batch"),
                numbers(member(json, "hypers")),
                text(json, "data"));
        return new RunProgress(
                identity,
                count(json, "epochs"),
                whole(json, "step"),
                count(json, "epochsDone"),
                count(json, "bestEpoch"),
                items(json, "history").stream().map(RunProgressJson::readScores).toList());
    }

    private static EpochScores readScores(Json json) {
        Map<String, Map<String, Double>> splits = new LinkedHashMap<>();
        members(member(json, "splits")).forEach((name, measures) -> splits.put(name, numbers(measures)));
        return new EpochScores(count(json, "epoch"), splits);
    }

    private static Map<String, Double> numbers(Json json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        members(json)
                .forEach((name, value) ->
                        numbers.put(name, Json.number(value).orElseThrow(() -> wrong(name, "a number"))));
        return numbers;
    }

    private static Map<String, Json> members(Json json) {
        if (json instanceof Json.Members(Map<String, Json> members)) {
            return members;
        }
        throw wrong(json.write(), "an object");
    }

    private static Json member(Json json, String name) {
        Json member = members(json).get(name);
        if (member == null) {
            throw new NoSuchElementException(name + " is missing");
        }
        return member;
    }

    private static String text(Json json, String name) {
        if (member(json, name) instanceof Json.Text(String value)) {
            return value;
        }
        throw wrong(name, "a string");
    }

    private static long whole(Json json, String name) {
        if (member(json, name) instanceof Json.Numeral numeral) {
            return numeral.whole();
        }
        throw wrong(name, "a number");
    }

    private static int count(Json json, String name) {
        return Math.toIntExact(whole(json, name));
    }

    private static List<Json> items(Json json, String name) {
        if (member(json, name) instanceof Json.Items(List<Json> items)) {
            return items;
        }
        throw wrong(name, "a list");
    }

    private static NoSuchElementException wrong(String name, String expected) {
        return new NoSuchElementException(name + " is not " + expected);
    }
}
