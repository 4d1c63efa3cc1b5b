package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Command lines that nobody means: each ends, with an exit code of the documented ones but not that of a bug, says why it
 * failed, and prints neither a stack trace nor a control sign. A longer search: {@code -Ddlm.fuzz.seconds=600}.
 */
@Timeout(3600)
class CommandLineFuzzTest {
    private static final List<String> COMMANDS =
            List.of("check", "compile", "train", "eval", "predict", "summary", "gradcheck", "bench");

    private static final List<String> OPTIONS = List.of(
            "--model",
            "--recipe",
            "--batch",
            "--threads",
            "--seed",
            "--set",
            "--epochs",
            "--out",
            "--weights",
            "--resume",
            "--data",
            "--split",
            "--input",
            "--limit",
            "--entries",
            "--tolerance",
            "--mode",
            "--seconds",
            "--emit",
            "-d",
            "--directory",
            "--precision",
            "--max-batch",
            "--json",
            "--help",
            "--version");

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "-",
            "--",
            "@",
            "@args",
            "=",
            "==",
            "lr=",
            "=1",
            "lr=nan",
            "lr=0.1",
            "lr=1e6",
            "lr=-1",
            "lr=1e999",
            "lr=0x1p3",
            "a=b=c",
            "0",
            "-0",
            "-1",
            "1",
            "2",
            "3",
            "2147483648",
            "-9223372036854775809",
            "9".repeat(400),
            "1e3",
            "1.5",
            "nan",
            "NaN",
            "Infinity",
            "٣",
            "true",
            "train",
            "test",
            "val",
            "infer",
            "f64",
            "F16",
            "graph",
            "Moons",
            "WrongMoons",
            "moons",
            "fromFile",
            "a\nb",
            "\033[2J",
            "\u202Egnp",
            "\u0000",
            "\uD800",
            "${sys:user.home}",
            "%n%s",
            "'",
            "\"",
            "\\",
            "*",
            "x".repeat(5000),
            "--batch=",
            "--batch=2",
            "--nope",
            "-Xmx1g",
            "--json=3");

    /** A log takes the place of the file that is there. */
    private static final List<String> LOGS = List.of("log.csv", "out", "no/such/folder.csv", "a\nlog.csv");

    @TempDir
    Path folder;

    private Session session;
    private List<String> files;

    /** Names of files below the test's folder only, so that nothing else is written. */
    private void write() throws IOException {
        session = new Session(folder);
        files = new ArrayList<>(List.of(
                session.file("moons.dlm", "model Moons"),
                session.file("both.dlm", "model Moons model WrongMoons"),
                session.file("bad.dlm", "model Moons densse"),
                session.file("none.dlm", ""),
                session.file("moons.csv", "x,y,moon\n0,1,upper\n1,-0.5,lower\n"),
                session.file("odd\033[31m\n.dlm", "model Moons"),
                session.path("missing.dlm"),
                session.path("out"),
                session.path("moons.dlm/below"),
                session.path("x".repeat(300)),
                session.path("a\u202E\033[8mb"),
                "/dev/null",
                folder.toString()));
        Files.write(folder.resolve("binary.dlm"), new byte[] {(byte) 0xff, 0, (byte) 0x80});
        files.add(session.path("binary.dlm"));
        session.run("train", files.getFirst(), "--out", session.path("trained"), "--epochs", "1");
        files.add(session.path("trained"));
        files.add(session.path("trained/weights.safetensors"));
    }

    @Test
    void every_command_line_ends_with_a_sentence() throws IOException {
        write();
        long seconds = Long.getLong("dlm.fuzz.seconds", 2);
        search(20260101, seconds);
        search(ThreadLocalRandom.current().nextLong(), seconds);
    }

    private void search(long seed, long seconds) {
        System.out.println("CommandLineFuzzTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        do {
            String[] arguments = commandLine(random);
            check(arguments, session.run(arguments), "seed " + seed + ": " + List.of(arguments));
        } while (System.nanoTime() < end);
    }

    private void check(String[] arguments, int code, String when) {
        String err = session.err();
        assertTrue(Set.of(0, 1, 2, 3).contains(code), when + "\nexit code " + code + "\n" + err);
        assertTrue(code == 0 || err.contains("dlmc: ") || err.contains(": "), when + "\nno word of why: " + err);
        assertFalse(err.contains("\tat "), when + "\n" + err);
        assertTrue(isPrintable(err), when + "\n" + err);
        assertTrue(isPrintable(session.out()), when + "\n" + session.out());
    }

    private static boolean isPrintable(String text) {
        return text.codePoints()
                .allMatch(letter -> letter == '\n' || letter == '\t' || !Character.isISOControl(letter));
    }

    /** Half of them nearly right, so that the search comes behind the reading of the command line. */
    private String[] commandLine(SplittableRandom random) {
        List<String> line = new ArrayList<>();
        line.add(random.nextInt(20) == 0 ? pick(WORDS, random) : pick(COMMANDS, random));
        line.add(random.nextInt(10) == 0 ? pick(WORDS, random) : pick(files, random));
        addSane(line, random);
        int more = random.nextInt(4);
        for (int m = 0; m < more; m++) {
            line.add(pick(OPTIONS, random));
            if (random.nextInt(8) > 0) {
                line.add(isPath(line.getLast()) || random.nextBoolean() ? pick(files, random) : pick(WORDS, random));
            }
        }
        return line.toArray(String[]::new);
    }

    /** What commands need, and what keeps them short. */
    private void addSane(List<String> line, SplittableRandom random) {
        switch (line.getFirst()) {
            case "train" ->
                line.addAll(List.of(
                        "--out=" + pick(files, random), "--epochs=1", "--log", session.path(pick(LOGS, random))));
            case "compile" -> line.addAll(List.of("-d", pick(files, random)));
            case "eval", "predict" -> line.addAll(List.of("--weights", pick(files, random)));
            case "bench" -> line.add("--seconds=0.001");
            case "gradcheck" -> line.add("--entries=2");
            default -> {
                // nothing is missing
            }
        }
    }

    /** A word would be a file in the current folder, which is that of the sources. */
    private static boolean isPath(String option) {
        return Set.of("--out", "-d", "--directory", "--resume").contains(option);
    }

    private static String pick(List<String> some, SplittableRandom random) {
        return some.get(random.nextInt(some.size()));
    }
}
