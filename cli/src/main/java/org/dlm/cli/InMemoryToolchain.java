package org.dlm.cli;

import java.lang.reflect.InvocationTargetException;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.runtime.program.ModelFactory;

/** The compiler, the JDK's javac, and a class loader: nothing touches the disk. */
final class InMemoryToolchain implements Toolchain {
    @Override
    public CompileResult compile(CompileRequest request, StageListener listener) {
        return DlmCompiler.compile(request, listener);
    }

    /** Each model's class has the method {@code public static ModelFactory factory()}. */
    @Override
    public ModelFactory load(CompileResult result, ModelSummary model) {
        ClassLoader classes = new InMemoryCompiler().compile(result.files());
        try {
            return (ModelFactory)
                    classes.loadClass(model.className()).getMethod("factory").invoke(null);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException("the factory of " + model.className() + " failed", thrown.getCause());
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException(
                    "the generated class " + model.className() + " has no public factory()", fault);
        }
    }
}
