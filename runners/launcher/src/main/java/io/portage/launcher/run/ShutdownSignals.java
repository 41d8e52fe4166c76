package io.portage.launcher.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Handles the signals that end a process, until it is closed: the first SIGTERM or SIGINT calls an
 * action, the next one ends the process as without this handler.
 *
 * <p>Uses the JDK's {@code jdk.unsupported} module by reflection, since Java has no other way to
 * end a process on a signal with its own exit code. Not guaranteed: that it handles a signal that
 * the process was started to ignore.
 */
final class ShutdownSignals implements AutoCloseable {
  private final Map<Object, Object> previous = new LinkedHashMap<>();

  private ShutdownSignals() {}

  /** Calls {@code action} at the first of the signals, on its own thread. */
  static ShutdownSignals onEnd(Runnable action) {
    ShutdownSignals signals = new ShutdownSignals();
    for (String name : List.of("TERM", "INT")) {
      try {
        signals.install(name, action);
      } catch (InvocationTargetException | ClassNotFoundException notHere) {
        // This JVM does not handle the signal (-Xrs, or no such module): the default handler ends
        // the process.
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the JDK's signal API has changed", e);
      }
    }
    return signals;
  }

  private void install(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    Object signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
    Object handler =
        Proxy.newProxyInstance(
            ShutdownSignals.class.getClassLoader(),
            new Class<?>[] {handlers},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "handle" -> {
                    close();
                    action.run();
                    yield null;
                  }
                  case "equals" -> proxy == args[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "Portage's handler";
                });
    synchronized (previous) {
      previous.put(signal, handle(signal, handler));
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return Objects.requireNonNull(
        signal
            .getClass()
            .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal, handler));
  }

  /** Restores the previous handlers. */
  @Override
  public void close() {
    synchronized (previous) {
      previous.forEach(
          (signal, handler) -> {
            try {
              handle(signal, handler);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException("the JDK's signal API has changed", e);
            }
          });
      previous.clear();
    }
  }
}
