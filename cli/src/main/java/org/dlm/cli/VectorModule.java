package org.dlm.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * Brings the module of the Vector API into this JVM as {@code --add-modules jdk.incubator.vector} does, but without the
 * warning that the JVM then prints before anything else. The launcher exports the package of the JDK's own loader of
 * modules to us; where it did not, or a later JDK has no such method, kernels run in their scalar form and the runtime says
 * which flag makes them fast.
 */
final class VectorModule {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorModule() {}

    /** Does nothing where the module is there already. */
    static void load() {
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, MODULE);
        } catch (InvocationTargetException notInThisJava) {
            if (notInThisJava.getCause() instanceof Error error) {
                throw error;
            }
        } catch (ReflectiveOperationException notOurLauncher) {
            // the runtime finds the module missing and says what to do
        }
    }
}
