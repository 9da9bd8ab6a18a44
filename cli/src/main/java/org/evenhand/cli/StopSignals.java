package org.evenhand.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals with which somebody asks a process to stop: SIGTERM and SIGINT. A shutdown hook hears only the first of
 * them and cannot choose the exit code, so they are handled where the JDK lets them be, by reflection, since that class
 * is no part of Java itself.
 */
public final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    private StopSignals() {}

    /**
     * From now on these signals do nothing but call this; how often one has come, 1 for the first time. Called on
     * threads of the JVM's.
     */
    public static void handle(IntConsumer onSignal) {
        AtomicInteger count = new AtomicInteger();
        try {
            for (String name : new String[] {"TERM", "INT"}) {
                handle(name, () -> onSignal.accept(count.incrementAndGet()));
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("signals cannot be handled here, so only the first is heard", e);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal.accept(count.incrementAndGet())));
        }
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                        return null;
                    }
                    return method.getName().equals("equals") && arguments != null
                            ? (Object) (self == arguments[0])
                            : method.getName().equals("hashCode") ? System.identityHashCode(self) : name;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
