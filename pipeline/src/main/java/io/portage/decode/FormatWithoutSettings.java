package io.portage.decode;

import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.YamlMapping;

/**
 * A format without settings of its own: its configuration is also its provider. Implementations
 * have a public constructor without parameters, and are registered as services.
 */
public interface FormatWithoutSettings extends FormatConfig, FormatProvider {
  @Override
  String name();

  @Override
  default FormatConfig read(YamlMapping source) {
    return this;
  }
}
