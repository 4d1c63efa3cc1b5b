package org.dlm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Reads the emitters with javac: text of users comes into comments and literals through {@link UserText} alone. Comments take a
 * constant format and, of what can hold text, only what {@code UserText} made; {@code $S} takes constants only; no other format
 * begins a comment.
 */
class UserTextOnlyTest {
    private static final Set<String> COMMENTS = Set.of("addJavadoc", "addComment", "addFileComment", "documentation");

    /** Types that cannot hold text of users in the place of a format's argument. */
    private static final Set<String> HARMLESS = Set.of(
            "org.dlm.compiler.emit.UserText.Javadoc",
            "org.dlm.compiler.emit.UserText.Line",
            "com.palantir.javapoet.ClassName",
            "org.dlm.compiler.graph.TensorType",
            "int");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\d*([LSTNWZ$\\[\\]<>])");

    private final List<String> faults = new ArrayList<>();
    private int comments;
    private int texts;

    @Test
    void text_of_users_reaches_java_through_one_place() throws IOException {
        for (JavaUnit unit : units()) {
            new Calls(unit).scan(unit.tree(), null);
        }
        assertEquals(List.of(), faults);
        assertTrue(comments > 30, "only " + comments + " comments found");
        assertTrue(texts > 10, "only " + texts + " constant texts found");
    }

    private record JavaUnit(CompilationUnitTree tree, Trees trees) {}

    private static List<JavaUnit> units() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/dlm/compiler/emit"));
                StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(
                    new StringWriter(),
                    manager,
                    null,
                    List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                    null,
                    manager.getJavaFileObjectsFromPaths(
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .filter(file -> !file.endsWith("UserText.java"))
                                    .toList()));
            List<JavaUnit> units = new ArrayList<>();
            Trees trees = Trees.instance(task);
            task.parse().forEach(tree -> units.add(new JavaUnit(tree, trees)));
            task.analyze();
            return units;
        }
    }

    /** Checks the calls of one file. */
    private final class Calls extends TreePathScanner<Void, Void> {
        private final JavaUnit unit;

        Calls(JavaUnit unit) {
            this.unit = unit;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            String name = name(call);
            List<? extends ExpressionTree> arguments = call.getArguments();
            if (COMMENTS.contains(name) && !arguments.isEmpty()) {
                comments++;
                check(
                        call,
                        isConstant(arguments.getFirst())
                                || isPassedOn(arguments.getFirst())
                                || isCopied(arguments.getFirst()),
                        "its format is no constant");
                arguments.stream().skip(1).forEach(argument -> checkHarmless(call, argument));
            }
            checkTexts(call, arguments);
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String text && (text.contains("//") || text.contains("/*"))) {
                boolean isNote = getCurrentPath().getParentPath().getLeaf() instanceof MethodInvocationTree call
                        && call.getArguments().size() == 2
                        && typeOf(call.getArguments().get(1)).endsWith("UserText.Line");
                check(literal, isNote, "only UserText begins a comment");
            }
            return super.visitLiteral(literal, nothing);
        }

        private void checkTexts(MethodInvocationTree call, List<? extends ExpressionTree> arguments) {
            for (int f = 0; f < arguments.size(); f++) {
                String format = constant(arguments.get(f));
                int argument = f;
                Matcher placeholders = PLACEHOLDER.matcher(format);
                while (placeholders.find()) {
                    boolean takes = "LSTN".contains(placeholders.group(1));
                    argument += takes ? 1 : 0;
                    if (placeholders.group(1).equals("S")) {
                        texts++;
                        check(
                                call,
                                argument < arguments.size() && isConstant(arguments.get(argument)),
                                "$S takes no constant");
                    }
                }
            }
        }

        private void checkHarmless(Tree call, ExpressionTree argument) {
            check(
                    call,
                    isConstant(argument) || HARMLESS.contains(typeOf(argument)),
                    argument + " is a " + typeOf(argument));
        }

        private String typeOf(ExpressionTree tree) {
            return String.valueOf(unit.trees().getTypeMirror(TreePath.getPath(unit.tree(), tree)));
        }

        /** Documentation of a finished method was looked at where that was made. */
        private boolean isCopied(ExpressionTree argument) {
            return argument instanceof MethodInvocationTree call
                    && call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("javadoc")
                    && typeOf(select.getExpression()).endsWith("MethodSpec");
        }

        /** A parameter of a private method whose calls in this file give constants. */
        private boolean isPassedOn(ExpressionTree argument) {
            TreePath path = getCurrentPath();
            while (!(path.getLeaf() instanceof MethodTree)) {
                path = path.getParentPath();
            }
            MethodTree method = (MethodTree) path.getLeaf();
            int place = method.getParameters().stream()
                    .map(parameter -> parameter.getName().toString())
                    .toList()
                    .indexOf(argument.toString());
            if (place < 0 || !method.getModifiers().toString().contains("private")) {
                return false;
            }
            List<Boolean> constants = new ArrayList<>();
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    if (name(call).equals(method.getName().toString())
                            && call.getArguments().size()
                                    == method.getParameters().size()
                            && typeOf(call.getArguments().get(place)).equals("java.lang.String")) {
                        constants.add(isConstant(call.getArguments().get(place)));
                    }
                    return super.visitMethodInvocation(call, nothing);
                }
            }.scan(unit.tree(), null);
            return constants.stream().allMatch(constant -> constant);
        }

        private void check(Tree tree, boolean holds, String fault) {
            if (!holds) {
                long line = unit.tree()
                        .getLineMap()
                        .getLineNumber(unit.trees().getSourcePositions().getStartPosition(unit.tree(), tree));
                faults.add(unit.tree().getSourceFile().getName() + ":" + line + ": " + fault + ": " + tree);
            }
        }
    }

    private static String name(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case MemberSelectTree select -> select.getIdentifier().toString();
            case IdentifierTree identifier -> identifier.getName().toString();
            default -> "";
        };
    }

    private static boolean isConstant(ExpressionTree tree) {
        return switch (tree) {
            case LiteralTree literal -> true;
            case BinaryTree sum -> isConstant(sum.getLeftOperand()) && isConstant(sum.getRightOperand());
            case ConditionalExpressionTree choice ->
                isConstant(choice.getTrueExpression()) && isConstant(choice.getFalseExpression());
            default -> false;
        };
    }

    /** The constant text, or nothing. */
    private static String constant(ExpressionTree tree) {
        return switch (tree) {
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case BinaryTree sum
            when isConstant(sum) -> constant(sum.getLeftOperand()) + constant(sum.getRightOperand());
            default -> "";
        };
    }
}
