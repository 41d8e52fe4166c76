package io.portage.config;

import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** The services that {@link ServiceLoader} finds on the class path. */
public final class Services {
  private Services() {}

  /**
   * Returns the registered services of a type.
   *
   * @param type the interface
   */
  public static <T> Iterable<T> of(Class<T> type) {
    // The type's class loader and not the thread's, which on Flink may be the cluster's.
    return ServiceLoader.load(type, type.getClassLoader());
  }

  /**
   * Returns services by name, sorted.
   *
   * @param name returns a service's name
   * @param kind the kind of service, for the message
   * @throws IllegalStateException if two services have the same name
   */
  public static <T> Map<String, T> byName(
      Iterable<? extends T> services, Function<? super T, String> name, String kind) {
    Map<String, T> byName = new TreeMap<>();
    for (T service : services) {
      if (byName.putIfAbsent(name.apply(service), service) != null) {
        throw new IllegalStateException("duplicate " + kind + ": " + name.apply(service));
      }
    }
    return Collections.unmodifiableMap(byName);
  }
}
