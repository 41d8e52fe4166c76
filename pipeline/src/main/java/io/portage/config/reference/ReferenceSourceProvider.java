package io.portage.config.reference;

import io.portage.config.yaml.YamlValue;
import java.util.Optional;

/**
 * Reads the settings of one kind of {@link ReferenceSource}.
 *
 * <p>Implementations are public, have a public constructor without parameters, and are registered
 * in {@code META-INF/services/io.portage.config.reference.ReferenceSourceProvider}.
 */
public interface ReferenceSourceProvider {
  /**
   * Returns the key of the section under {@code references.<name>}, e.g. {@code csv}. It must
   * differ from the keys of all other providers, and from {@code key} and {@code refresh}.
   */
  String key();

  /**
   * Reads the settings. Every error is recorded at its own key by {@link YamlValue#reject}, so that
   * one run reports all of them; a section of several keys ends with {@link
   * io.portage.config.yaml.YamlMapping#finish}, which records unknown keys.
   *
   * @param section the value of {@link #key}, never missing
   * @return the source, or empty if a recorded error prevents its creation
   */
  Optional<ReferenceSource> read(YamlValue section);
}
