package org.dlm.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What ends a run from outside: Ctrl-C (INT), {@code kill} and {@code docker stop} (TERM), a closed terminal (HUP). All
 * mean the same: the JVM shuts down in order, which an {@link Interruption} uses, and exits with 128 and the signal's
 * number. A second signal does not wait for that. A signal that this process was told to ignore, as {@code nohup} does with
 * HUP, stays ignored.
 *
 * <p>The JDK's own handlers would do but for the second signal, which they let wait for the end of the first. Their API
 * ({@code sun.misc.Signal}) cannot be named without a warning of javac, hence the reflection.
 */
final class Signals {
    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    /** What shells add to the number of the signal that ended a process. */
    static final int OFFSET = 128;

    private final AtomicBoolean isEnding = new AtomicBoolean();

    private Signals() {}

    /** From now on and for the whole process. */
    static Signals install() {
        Signals signals = new Signals();
        ENDING.forEach(signals::handle);
        return signals;
    }

    private void handle(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method number = type.getMethod("getNumber");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(this, arguments);
                        }
                        arrived(OFFSET + (Integer) number.invoke(arguments[0]));
                        return proxy;
                    });
            type.getMethod("handle", type, handlerType)
                    .invoke(null, type.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException notTaken) {
            // no such signal on this system, or -Xrs: then the system's meaning of it stays
        }
    }

    /** Ends the run as a signal does; returns at once. */
    void end(int code) {
        Thread.ofPlatform().daemon().name("dlmc-end").start(() -> arrived(code));
    }

    /** In order the first time, at once the second. */
    private void arrived(int code) {
        if (isEnding.compareAndSet(false, true)) {
            System.exit(code);
        } else {
            Runtime.getRuntime().halt(code);
        }
    }
}
