package io.portage.decode.registry;

import io.portage.config.Credential;
import io.portage.config.FormatConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of formats whose schemas may come from a registry. */
public interface RegistryFormatConfig extends FormatConfig {
  /** Returns the registry; empty if the schemas come from elsewhere. */
  Optional<RegistryConfig> registry();

  @Override
  default List<Credential> credentials() {
    return registry().map(RegistryConfig::credentials).orElse(List.of());
  }

  @Override
  default Map<String, String> urls() {
    return registry().map(RegistryConfig::urls).orElse(Map.of());
  }

  @Override
  default Map<String, String> problems() {
    return registry().map(SchemaRegistries::problems).orElse(Map.of());
  }
}
