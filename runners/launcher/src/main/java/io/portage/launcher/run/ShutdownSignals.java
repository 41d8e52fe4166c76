package io.portage.launcher.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes over the signals that end a process, until it is closed: the first SIGTERM or SIGINT calls
 * an action, a further one ends the process as if this were not here.
 *
 * <p>By reflection on the JDK's {@code jdk.unsupported} module, since Java has no other way to end
 * a process on a signal with an exit code of its own. Not guaranteed: that a signal is taken over
 * which the process was started to ignore.
 */
final class ShutdownSignals implements AutoCloseable {
  private final Map<Object, Object> before = new LinkedHashMap<>();

  private ShutdownSignals() {}

  /** Calls {@code action} at the first of the signals, on a thread of its own. */
  static ShutdownSignals onEnd(Runnable action) {
    ShutdownSignals signals = new ShutdownSignals();
    for (String name : List.of("TERM", "INT")) {
      try {
        signals.take(name, action);
      } catch (InvocationTargetException | ClassNotFoundException notHere) {
        // This JVM leaves the signal to others (-Xrs, or no such module): they end the process.
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the JDK's signals are not as they were", e);
      }
    }
    return signals;
  }

  private void take(String name, Runnable action) throws ReflectiveOperationException {
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
    synchronized (before) {
      before.put(signal, handle(signal, handler));
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return Objects.requireNonNull(
        signal
            .getClass()
            .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal, handler));
  }

  /** Gives the signals back. */
  @Override
  public void close() {
    synchronized (before) {
      before.forEach(
          (signal, handler) -> {
            try {
              handle(signal, handler);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException("the JDK's signals are not as they were", e);
            }
          });
      before.clear();
    }
  }
}
