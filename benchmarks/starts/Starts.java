import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Starts a generated model in many JVMs, one after the other, and compares them: see {@code benchmarks/README.md}.
 *
 * <pre>{@code
 * java benchmarks/starts/Starts.java --model mlp --gc Serial --loop 20
 * }</pre>
 */
public final class Starts {
    private static final Map<String, String> MODELS =
            Map.of("mlp", "Mlp", "lenet5", "LeNet5", "resnet20", "ResNet20", "mobilenet", "MobileNet");

    private final Map<String, String> options = new HashMap<>(Map.of(
            "--model", "mlp",
            "--work", "train",
            "--gc", "Serial",
            "--starts", "20",
            "--count", "1000",
            "--loop", "0",
            "--jvm", ""));
    private final Path root;
    private final Path folder;

    private Starts(Path root, Path folder, String[] arguments) {
        this.root = root;
        this.folder = folder;
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + " is no option with a value; there are " + options.keySet());
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        if (!MODELS.containsKey(options.get("--model"))) {
            throw new IllegalArgumentException("--model is one of " + MODELS.keySet());
        }
    }

    /** Runs from the root of the project. */
    public static void main(String[] arguments) throws Exception {
        Path root = Path.of("").toAbsolutePath();
        if (!Files.isExecutable(root.resolve("dlmc"))) {
            throw new IllegalArgumentException("run this from the folder that has dlmc, not from " + root);
        }
        Path folder = Files.createTempDirectory("starts");
        try {
            new Starts(root, folder, arguments).run();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws Exception {
        Path classPath = compile();
        System.out.printf(
                "%5s %8s %8s %10s %8s %12s %12s %10s%n",
                "start", "main", "first", "hundredth", "last", "median us", "10 % us", "cpu s");
        List<Double> medians = new ArrayList<>();
        List<Double> tenths = new ArrayList<>();
        for (int start = 1; start <= Integer.parseInt(options.get("--starts")); start++) {
            Map<String, Double> found = start(classPath);
            medians.add(found.get("median"));
            tenths.add(found.get("tenth"));
            System.out.printf(
                    Locale.ROOT,
                    "%5d %8.0f %8.0f %10.0f %8.0f %12.1f %12.1f %10.2f%n",
                    start,
                    found.get("main"),
                    found.get("first"),
                    found.get("hundredth"),
                    found.get("last"),
                    found.get("median"),
                    found.get("tenth"),
                    found.get("cpu"));
        }
        compare("median", medians);
        compare("10 %", tenths);
    }

    private static void compare(String name, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double best = sorted.getFirst();
        System.out.printf(
                Locale.ROOT,
                "%-6s best %.1f us, middle %.1f, worst %.1f: worst/best %.3f; %d of %d within 10 %% of the best%n",
                name,
                best,
                sorted.get(sorted.size() / 2),
                sorted.getLast(),
                sorted.getLast() / best,
                sorted.stream().filter(value -> value <= 1.1 * best).count(),
                sorted.size());
    }

    /** The generated classes and the application, compiled into one folder. */
    private Path compile() throws Exception {
        String model = options.get("--model");
        Path sources = Files.createDirectories(folder.resolve("sources"));
        execute(List.of(
                root.resolve("dlmc").toString(),
                "compile",
                root.resolve("benchmarks/models/" + model + ".dlm").toString(),
                "--max-batch=64",
                "--directory=" + sources));
        String application = Files.readString(root.resolve("benchmarks/starts/Application.java"));
        Files.writeString(sources.resolve("Application.java"), application.replace("Mlp", MODELS.get(model)));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                runtime().toString(),
                "-d",
                classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("the generated classes cannot be compiled");
        }
        return classes;
    }

    private Path runtime() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("runtime/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("dlm-runtime-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("runtime/target has no dlm-runtime jar"));
        }
    }

    private Map<String, Double> start(Path classes) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+Use" + options.get("--gc") + "GC"));
        Stream.of(options.get("--jvm").split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(command::add);
        command.addAll(List.of(
                "-Dstarts.work=" + options.get("--work"),
                "-Dstarts.count=" + options.get("--count"),
                "-Dstarts.loop=" + options.get("--loop"),
                "-cp",
                runtime() + System.getProperty("path.separator") + classes,
                "-Dstarts.begin=" + System.currentTimeMillis(),
                "Application"));
        Map<String, Double> found = new HashMap<>();
        for (String line : execute(command)) {
            String[] words = line.split(" ");
            found.put(words[0], Double.parseDouble(words[1]));
        }
        return found;
    }

    private List<String> execute(List<String> command) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed:\n" + Files.readString(errors));
        }
        return lines;
    }
}
