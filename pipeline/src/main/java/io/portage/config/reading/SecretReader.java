package io.portage.config.reading;

import io.portage.config.Secret;
import io.portage.config.SecretStore;
import io.portage.config.SecretStores;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a secret: its text, or a reference to it, which is a mapping of one key, the store, to the
 * secret's name in that store.
 */
public final class SecretReader {
  private SecretReader() {}

  /** Returns the secret; a missing text is empty, and an invalid reference is reported. */
  public static Secret read(YamlValue field) {
    return field.isMapping() ? reference(field) : field.secretText();
  }

  private static Secret reference(YamlValue field) {
    YamlMapping section = field.section();
    List<String> names = new ArrayList<>();
    List<Secret> given = new ArrayList<>();
    for (SecretStore store : SecretStores.all()) {
      names.add(store.name());
      YamlValue reference = section.optional(store.name());
      if (reference.isPresent()) {
        String name = reference.text();
        if (!name.isEmpty()) {
          store.problem(name).ifPresent(reference::reject);
        }
        given.add(Secret.referenceTo(store.name(), name, field.path()));
      }
    }
    section.finish();
    if (given.size() != 1) {
      field.reject("must be a value, or a reference with one of " + String.join(", ", names));
      return Secret.of("");
    }
    return given.get(0);
  }
}
