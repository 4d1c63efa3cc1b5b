package org.dlm.compiler.pipeline;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What javac's parser makes of generated files: everything but white space and comments. */
final class JavaShape {
    private JavaShape() {}

    /** One line for each node of the trees, in order; with its name, value or modifiers. */
    static List<String> of(List<GeneratedFile> files) {
        List<String> nodes = new ArrayList<>();
        parse(files).forEach(unit -> new Nodes(nodes).scan(unit, null));
        return nodes;
    }

    /** Names of all kinds, but for those of files. */
    static TreeSet<String> identifiers(List<GeneratedFile> files) {
        TreeSet<String> names = new TreeSet<>();
        for (String node : of(files)) {
            String[] parts = node.split(" ", 2);
            if (parts.length == 2 && !parts[0].endsWith("LITERAL") && parts[1].matches("[A-Za-z_][A-Za-z_0-9]*")) {
                names.add(parts[1]);
            }
        }
        return names;
    }

    private static List<CompilationUnitTree> parse(List<GeneratedFile> files) {
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, faults, List.of("-proc:none"), null, sources(files));
        try {
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            for (Diagnostic<? extends JavaFileObject> fault : faults.getDiagnostics()) {
                if (fault.getKind() == Diagnostic.Kind.ERROR) {
                    throw new AssertionError(fault.toString());
                }
            }
            return units;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<JavaFileObject> sources(List<GeneratedFile> files) {
        List<JavaFileObject> sources = new ArrayList<>();
        for (GeneratedFile file : files) {
            sources.add(new SimpleJavaFileObject(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return file.text();
                }
            });
        }
        return sources;
    }

    private static final class Nodes extends TreeScanner<Void, Void> {
        private final List<String> nodes;

        Nodes(List<String> nodes) {
            this.nodes = nodes;
        }

        @Override
        public Void scan(Tree node, Void nothing) {
            Optional<String> text = text(node);
            if (text.isPresent()) {
                nodes.add((Tree.Kind.STRING_LITERAL + " " + text.get()).strip());
                return nothing;
            }
            if (node != null) {
                nodes.add((node.getKind() + " " + detail(node)).strip());
            }
            return super.scan(node, nothing);
        }

        /** The value of a text in one or several literals. */
        private static Optional<String> text(Tree node) {
            return switch (node) {
                case LiteralTree literal when literal.getValue() instanceof String text -> Optional.of(text);
                case BinaryTree sum ->
                    text(sum.getLeftOperand())
                            .flatMap(left -> text(sum.getRightOperand()).map(left::concat));
                case null, default -> Optional.empty();
            };
        }

        private static Object detail(Tree node) {
            return switch (node) {
                case LiteralTree literal -> String.valueOf(literal.getValue());
                case IdentifierTree identifier -> identifier.getName();
                case MemberSelectTree select -> select.getIdentifier();
                case MemberReferenceTree reference -> reference.getName();
                case VariableTree variable -> variable.getName();
                case MethodTree method -> method.getName();
                case ClassTree type -> type.getSimpleName();
                case ModifiersTree modifiers -> modifiers.getFlags();
                default -> "";
            };
        }
    }
}
