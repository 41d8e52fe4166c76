package io.portage.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The stores of this class path, by name. */
public final class SecretStores {
  private static final Map<String, SecretStore> ALL = load();

  private SecretStores() {}

  public static Collection<SecretStore> all() {
    return ALL.values();
  }

  /** The store of that name. */
  static SecretStore find(String name) throws IOException {
    SecretStore store = ALL.get(name);
    if (store == null) {
      throw new FileNotFoundException(
          "no store is called "
              + name
              + " on this class path, there are "
              + String.join(", ", ALL.keySet()));
    }
    return store;
  }

  private static Map<String, SecretStore> load() {
    Map<String, SecretStore> stores = new LinkedHashMap<>();
    add(stores, new EnvironmentSecrets(System.getenv()));
    add(stores, new FileSecrets());
    // The loader of this class and not the thread's: on Flink that may be the cluster's.
    ServiceLoader.load(SecretStore.class, SecretStore.class.getClassLoader())
        .forEach(store -> add(stores, store));
    return Collections.unmodifiableMap(stores);
  }

  private static void add(Map<String, SecretStore> stores, SecretStore store) {
    if (stores.putIfAbsent(store.name(), store) != null) {
      throw new IllegalStateException("two stores of secrets are called " + store.name());
    }
  }
}
