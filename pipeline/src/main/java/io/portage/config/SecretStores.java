package io.portage.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The secret stores of this class path by name. */
public final class SecretStores {
  private static final Map<String, SecretStore> ALL = load();

  private SecretStores() {}

  public static Collection<SecretStore> all() {
    return ALL.values();
  }

  /**
   * Returns the store with that name.
   *
   * @throws FileNotFoundException if there is none
   */
  static SecretStore find(String name) throws IOException {
    SecretStore store = ALL.get(name);
    if (store == null) {
      throw new FileNotFoundException(
          "no secret store "
              + name
              + " on this class path, found: "
              + String.join(", ", ALL.keySet()));
    }
    return store;
  }

  private static Map<String, SecretStore> load() {
    Map<String, SecretStore> stores = new LinkedHashMap<>();
    add(stores, new EnvironmentSecrets(System.getenv()));
    add(stores, new FileSecrets());
    // This class's loader and not the thread's, which on Flink may be the cluster's.
    ServiceLoader.load(SecretStore.class, SecretStore.class.getClassLoader())
        .forEach(store -> add(stores, store));
    return Collections.unmodifiableMap(stores);
  }

  private static void add(Map<String, SecretStore> stores, SecretStore store) {
    if (stores.putIfAbsent(store.name(), store) != null) {
      throw new IllegalStateException("duplicate secret store: " + store.name());
    }
  }
}
