package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random texts that ask for too much: deep, long, wide, huge, doubling and circular things, composed at random. Each piece of a text takes
 * the value {@code h: float[8]} and gives it its next value.
 */
final class HostileSizes {
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "8",
            "(0 - 1)",
            "255",
            "4096",
            "46341",
            "65536",
            "1000000",
            "2000000000",
            "2147483647",
            "2147483648",
            "(2 ^ 31)",
            "(2 ^ 2147483647)",
            "(2147483647 + 1)",
            "(0 - 2147483647 - 1)",
            "(100000 * 100000)",
            "div(8, 0)",
            "int(1e30)",
            "c3");

    private final Random random;
    private final StringBuilder declarations = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private int names;

    private HostileSizes(long seed) {
        random = new Random(seed);
    }

    /** The text of a seed. */
    static String of(long seed) {
        return new HostileSizes(seed).text();
    }

    private String text() {
        declarations
                .append("const c0 = 1\nconst c1 = c0 + c0\nconst c2 = c1 + c1\nconst c3 = c2 * ")
                .append(random.nextInt(4) == 0 ? "c3" : "c2")
                .append('\n');
        int pieces = 1 + random.nextInt(3);
        for (int k = 0; k < pieces; k++) {
            piece();
        }
        String input = random.nextInt(8) == 0 ? "float[8, " + number() + "]" : "float[8]";
        String start = input.equals("float[8]") ? "x" : "sum(i0 < 8 : x[i0]) * t";
        String recipe = random.nextInt(3) == 0
                ? "train M {\n  batch = " + (random.nextInt(3) == 0 ? number() : "4")
                        + "\n  minimize total using " + (random.nextBoolean() ? "sgd(0.1)" : "adam(0.1)")
                        + "\n  data { d = csv(\"a.csv\")  x = d[0:8]  t = d[8:16] }\n}\n"
                : "";
        return declarations + "model M {\n  input x: " + input + "\n  target t: float[8]\n  h = " + start + "\n" + body
                + "  output y = h\n  loss total = mean(i : (y[i] - t[i]) ^ 2)\n}\n" + recipe;
    }

    private void piece() {
        int size = size();
        switch (random.nextInt(22)) {
            case 0 -> say("h = h" + " -> relu".repeat(size));
            case 1 -> say("for i in 0 .. " + rounds() + " { h = " + layer() + " }");
            case 2 -> say(nested(Math.min(size, 120), k -> "for i" + k + " in 0 .. 2 { ", "h = relu(h)", k -> " }"));
            case 3 -> say("h = " + nested(size, k -> "(", "h", k -> ")"));
            case 4 -> say("h = " + "- ".repeat(size) + "h");
            case 5 ->
                say("h = h * " + nested(Math.min(size, 110), k -> "sum(i" + k + " : h[i" + k + "] * ", "2", k -> ")"));
            case 6 -> say("h = h * " + dependent(Math.min(size, 40)));
            case 7 -> chain("(x: float[n]): float[n]", "{ y[i] = %s(x)[i] return y }", "{ return x }", "h = %s(h)");
            case 8 -> chain("(x: float): float", "= %1$s(x) + %1$s(x)", "= x * x", "h = %s(h)");
            case 9 -> chain("(n: int): int", "= %1$s(n) + %1$s(n + 1)", "= n", "h = h * %s(1)");
            case 10 -> recursion();
            case 11 -> constants();
            case 12 -> say("h = h -> dense(" + number() + ") -> dense(8)");
            case 13 ->
                say("h = reshape(h, [2, 2, 2]) -> conv(2, kernel = " + number() + ", stride = " + number()
                        + ", padding = " + (random.nextBoolean() ? "same" : number()) + ") -> flatten -> dense(8)");
            case 14 -> say("h = h * sum(i < " + number() + " : h[(i * " + number() + " + " + number() + ") % 8])");
            case 15 -> say("h = h * sum(i < 8 : h[i * " + number() + " - " + number() + " | 0])");
            case 16 -> say("h = h * mean(reshape(uniform([" + number() + ", " + number() + "]), [8]) -> relu)");
            case 17 -> kept();
            case 18 -> say("if 1 == 0 { h = h }" + " else if 1 == 0 { h = h + 1 }".repeat(size));
            case 19 -> say("h = h * float([" + join(size, k -> "" + k) + "][" + number() + "])");
            case 20 -> say("h = concat(" + join(Math.max(1, size), k -> "h * " + k) + ") -> dense(8)");
            default -> say("h = h" + " + h".repeat(size));
        }
    }

    private String layer() {
        return random.nextBoolean() ? "relu(h)" : "h -> dense(8)";
    }

    private void say(String statement) {
        body.append("  ").append(statement).append('\n');
    }

    /** Few that are fine, few that are at a limit, most far beyond. */
    private int size() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(12);
            case 1 -> 12 + random.nextInt(90);
            case 2 -> 95 + random.nextInt(20);
            default -> 200 + random.nextInt(3000);
        };
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private String rounds() {
        String number = number();
        // as many layers as are allowed take a minute, which a long run of this test may spend and a build may not
        return random.nextBoolean() && !number.equals("4096") ? number : "" + random.nextInt(60);
    }

    private String name() {
        return "f" + names++;
    }

    private static String nested(int depth, IntFunction<String> open, String inner, IntFunction<String> close) {
        return IntStream.range(0, depth).mapToObj(open).collect(Collectors.joining())
                + inner
                + IntStream.range(0, depth).mapToObj(close).collect(Collectors.joining());
    }

    private static String join(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(", "));
    }

    /** Each sum reads the index of the one around it. */
    private static String dependent(int depth) {
        return nested(
                depth,
                k -> "sum(j" + k + " : h[j" + k + "] * " + (k == 0 ? "1" : "h[j" + (k - 1) + "]") + " * ",
                "2",
                k -> ")");
    }

    /** Functions that each call the one before; sometimes the first one calls the last. */
    private void chain(String signature, String step, String end, String use) {
        List<String> chain = new ArrayList<>();
        int length = Math.min(size(), 300);
        for (int k = 0; k < length; k++) {
            chain.add(name());
        }
        boolean circle = random.nextInt(4) == 0;
        for (int k = 0; k < length; k++) {
            String before = k > 0 ? chain.get(k - 1) : chain.getLast();
            String content = k > 0 || circle ? step.formatted(before) : end;
            declarations
                    .append("fn ")
                    .append(chain.get(k))
                    .append(signature)
                    .append(' ')
                    .append(content)
                    .append('\n');
        }
        say(use.formatted(chain.getLast()));
    }

    private void recursion() {
        String name = name();
        String rest = random.nextBoolean() ? " + " + name + "(n - 2)" : "";
        declarations
                .append("fn ")
                .append(name)
                .append("(n: int): int = where(n < 2, n, ")
                .append(name)
                .append("(n - 1)")
                .append(rest)
                .append(")\n");
        say("h = h * " + name + "(" + (random.nextBoolean() ? number() : "45") + ")");
    }

    private void constants() {
        int length = size();
        String kind = random.nextBoolean() ? "[%1$s.., %1$s..]" : "%1$s + %1$s";
        String prefix = "k" + names++ + "x";
        for (int k = 1; k <= length; k++) {
            declarations
                    .append("const ")
                    .append(prefix)
                    .append(k)
                    .append(" = ")
                    .append(kind.formatted(prefix + (k - 1)))
                    .append('\n');
        }
        String first = random.nextInt(3) == 0 ? prefix + length : kind.startsWith("[") ? "[1]" : "1";
        declarations
                .append("const ")
                .append(prefix)
                .append("0 = ")
                .append(first)
                .append('\n');
        say("h = h * float(" + (kind.startsWith("[") ? "length(" + prefix + length + ")" : prefix + length) + ")");
    }

    private void kept() {
        String name = name();
        StringJoiner shape = new StringJoiner(", ");
        for (int k = 0; k < 1 + random.nextInt(3); k++) {
            shape.add(number());
        }
        String kind =
                random.nextBoolean() ? "param w: float[" + shape + "] ~ he" : "buffer w: float[" + shape + "] = 0";
        declarations
                .append("layer ")
                .append(name)
                .append("(x: float[n]; k: int[")
                .append(number())
                .append("] = 1): float[n] { ")
                .append(kind)
                .append(" return x }\n");
        say("h = h -> " + name);
    }
}
