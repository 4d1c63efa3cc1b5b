import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies the layout of palantir-java-format to the Java sources of all modules.
 *
 * <p>The build runs this file in a process of the JDK that compiles the sources: the formatter parses with the javac of
 * the JVM it runs in, and Maven's own JVM may be a JDK 17, which does not know the syntax used here.
 *
 * <p>Use: {@code java Format.java check|apply PROJECT-FOLDER}
 */
final class Format {
    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    public static void main(String[] arguments) throws IOException, FormatterException {
        boolean apply = arguments[0].equals("apply");
        Path project = Path.of(arguments[1]);
        List<Path> changed = new Format().formatAll(sources(project), apply);
        if (apply || changed.isEmpty()) {
            return;
        }
        System.err.println("These files are not laid out as palantir-java-format would:");
        changed.forEach(file -> System.err.println("  " + project.relativize(file)));
        System.err.println("To lay them out: mvn -q -N validate -Dformat");
        System.exit(1);
    }

    private List<Path> formatAll(List<Path> files, boolean apply) throws IOException, FormatterException {
        List<Path> changed = new ArrayList<>();
        for (Path file : files) {
            if (formatFile(file, apply)) {
                changed.add(file);
            }
        }
        return changed;
    }

    /** What people wrote: everything but what builds put into {@code target} and tools into hidden folders. */
    private static List<Path> sources(Path project) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean written = folder.equals(project) || !name.equals("target") && !name.startsWith(".");
                return written ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        return files;
    }

    /** Returns whether the file was not in the canonical layout. */
    private boolean formatFile(Path file, boolean apply) throws IOException, FormatterException {
        String text = Files.readString(file);
        String formatted = format(file, text);
        if (formatted.equals(text)) {
            return false;
        }
        if (apply) {
            Files.writeString(file, formatted);
        }
        return true;
    }

    private String format(Path file, String text) throws FormatterException {
        try {
            String imports = ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR);
            return formatter.formatSource(imports);
        } catch (FormatterException unparsable) {
            System.err.println(file + ":");
            throw unparsable;
        }
    }
}
