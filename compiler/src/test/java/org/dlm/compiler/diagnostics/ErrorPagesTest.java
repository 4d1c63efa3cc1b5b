package org.dlm.compiler.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.Fixtures;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every diagnostic has a page in {@code docs/errors}, and what the page says happens. */
class ErrorPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "errors");
    private static final Pattern EXAMPLE = Pattern.compile("```dlm\n(.*?)```\n\n> (.*?)\n", Pattern.DOTALL);

    /** What an example may import. */
    private static final List<SourceFile> OTHERS = List.of(
            new SourceFile("b.dlm", "import a"), new SourceFile("blocks/residual.dlm", "fn same(x: float): float = x"));

    static Set<DiagnosticId> foundBeforeElaboration() {
        return EnumSet.range(DiagnosticId.SYNTAX_ERROR, DiagnosticId.UNUSED_INPUT);
    }

    @ParameterizedTest
    @EnumSource
    void every_id_has_a_page_with_an_example(DiagnosticId id) throws IOException {
        String page = page(id);
        assertTrue(page.startsWith("# " + id.slug() + "\n"), page);
        assertTrue(EXAMPLE.matcher(page).find(), page);
    }

    @Test
    void every_page_has_an_id() throws IOException {
        Set<String> slugs = Arrays.stream(DiagnosticId.values())
                .map(id -> id.slug() + ".md")
                .collect(Collectors.toSet());
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertEquals(slugs, pages.map(page -> page.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_example_can_be_read_unless_it_shows_that_it_cannot(DiagnosticId id) throws IOException {
        DiagnosticCollector collector = new DiagnosticCollector();
        Parser.parse(example(id), collector);
        boolean isAboutReading = id == DiagnosticId.SYNTAX_ERROR || id == DiagnosticId.BAD_NUMBER;
        assertEquals(
                isAboutReading, collector.hasErrors(), collector.diagnostics().toString());
    }

    @ParameterizedTest
    @MethodSource("foundBeforeElaboration")
    void an_example_gives_the_message_of_its_page(DiagnosticId id) throws IOException {
        DiagnosticCollector collector = new DiagnosticCollector();
        List<FileUnit> files = Stream.concat(Stream.of(example(id)), OTHERS.stream())
                .map(file -> Parser.parse(file, collector))
                .toList();
        List<FileUnit> library = Fixtures.library().stream()
                .map(file -> Parser.parse(file, collector))
                .toList();
        Resolver.resolve(files, library, collector);
        List<String> messages = collector.diagnostics().stream()
                .filter(diagnostic -> diagnostic.id() == id)
                .map(diagnostic -> diagnostic.message()
                        + diagnostic.suggestion().map(text -> "; " + text).orElse(""))
                .toList();
        String expected = found(id).group(2);
        assertTrue(messages.stream().anyMatch(message -> message.startsWith(expected)), messages.toString());
    }

    private static SourceFile example(DiagnosticId id) throws IOException {
        return new SourceFile("a.dlm", found(id).group(1));
    }

    private static Matcher found(DiagnosticId id) throws IOException {
        Matcher matcher = EXAMPLE.matcher(page(id));
        assertTrue(matcher.find());
        return matcher;
    }

    private static String page(DiagnosticId id) throws IOException {
        return Files.readString(PAGES.resolve(id.slug() + ".md")).replace("\r\n", "\n");
    }
}
