package io.portage.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
    List<SecretStore> stores = new ArrayList<>();
    stores.add(new EnvironmentSecrets(System.getenv()));
    stores.add(new FileSecrets());
    Services.of(SecretStore.class).forEach(stores::add);
    return Services.byName(stores, SecretStore::name, "secret store");
  }
}
