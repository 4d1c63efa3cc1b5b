package org.dlm.compiler.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles generated Java with the javac of this JVM and loads it, without touching files: how {@code dlmc train} runs a model.
 *
 * <pre>{@code
 * ClassLoader classes = new InMemoryCompiler().compile(result.files());
 * classes.loadClass("com.acme.digits.LeNet5").getMethod("factory");
 * }</pre>
 */
public final class InMemoryCompiler {
    private final String classPath;
    private final ClassLoader parent;

    /** Generated classes see what this class sees. */
    public InMemoryCompiler() {
        this(System.getProperty("java.class.path"), InMemoryCompiler.class.getClassLoader());
    }

    /**
     * Generated classes are compiled against a class path and loaded below a class loader.
     *
     * @param classPath folders and jars, separated as the platform does; with the dlm runtime
     */
    public InMemoryCompiler(String classPath, ClassLoader parent) {
        this.classPath = classPath;
        this.parent = parent;
    }

    /** The loader of the compiled classes. That generated code does not compile is a fault of dlmc. */
    public ClassLoader compile(List<GeneratedFile> files) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("this Java has no compiler (" + System.getProperty("java.home")
                    + " is a JRE); start dlmc with a JDK");
        }
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard =
                        javac.getStandardFileManager(faults, Locale.ROOT, StandardCharsets.UTF_8);
                Classes classes = new Classes(standard)) {
            List<String> options = List.of(
                    "--add-modules=jdk.incubator.vector", "-proc:none", "-Xlint:none", "-g", "-classpath", classPath);
            List<Source> sources = files.stream().map(Source::new).toList();
            boolean done = javac.getTask(new StringWriter(), classes, faults, options, List.of(), sources)
                    .call();
            if (!done) {
                throw new IllegalStateException(fault(faults.getDiagnostics()));
            }
            return new Loader(parent, classes.bytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String fault(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(InMemoryCompiler::fault)
                .orElse("this is a bug in dlmc: javac fails without a reason");
    }

    private static String fault(Diagnostic<? extends JavaFileObject> error) {
        String place = error.getSource() instanceof Source source
                ? "the generated " + source.file.path() + " does not compile: line " + error.getLineNumber() + ": "
                : "generated code does not compile: ";
        return "this is a bug in dlmc: " + place + error.getMessage(Locale.ROOT);
    }

    /** A text that javac reads. */
    private static final class Source extends SimpleJavaFileObject {
        private final GeneratedFile file;

        Source(GeneratedFile file) {
            super(URI.create("string:///" + file.path().replace(File.separatorChar, '/')), Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }

    /** A class that javac writes. */
    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String className) {
            super(URI.create("bytes:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    /** Catches what javac writes. */
    private static final class Classes extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, Output> outputs = new HashMap<>();

        Classes(StandardJavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return outputs.computeIfAbsent(className, Output::new);
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> bytes = new HashMap<>();
            outputs.forEach((name, output) -> bytes.put(name, output.bytes.toByteArray()));
            return bytes;
        }
    }

    /** Loads what was compiled. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> bytes;

        Loader(ClassLoader parent, Map<String, byte[]> bytes) {
            super(parent);
            this.bytes = bytes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = bytes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }

        /** The bytes of a class, as any other loader gives them. */
        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] code = name.endsWith(".class")
                    ? bytes.get(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    : null;
            return code == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(code);
        }
    }
}
