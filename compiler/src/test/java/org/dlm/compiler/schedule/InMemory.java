package org.dlm.compiler.schedule;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles generated sources and loads them. */
final class InMemory {
    private InMemory() {}

    static Class<?> load(String name, String source) {
        return load(Map.of(name, source)).get(name);
    }

    /** Sources by the names of their classes, compiled together. */
    static Map<String, Class<?>> load(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaFileManager files = new Files(compiler, classes);
        List<String> options = List.of("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating");
        List<Source> inputs = new ArrayList<>();
        sources.forEach((name, source) -> inputs.add(new Source(name, source)));
        boolean good =
                compiler.getTask(null, files, problems, options, null, inputs).call();
        if (!good) {
            throw new AssertionError(problems.getDiagnostics() + "\n" + sources.values());
        }
        try {
            Loader loader = new Loader(classes);
            Map<String, Class<?>> loaded = new HashMap<>();
            for (String name : sources.keySet()) {
                loaded.put(name, loader.loadClass(name));
            }
            return loaded;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes of code of the largest method. */
    private static final class Loader extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> classes;

        Loader(Map<String, ByteArrayOutputStream> classes) {
            super(InMemory.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) {
            byte[] bytes = classes.get(name).toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        Files(JavaCompiler compiler, Map<String, ByteArrayOutputStream> classes) {
            super(compiler.getStandardFileManager(null, null, null));
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, n -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
