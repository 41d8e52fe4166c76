package io.portage.enrich.csv;

import io.portage.config.reference.ReferenceSource;
import io.portage.config.reference.ReferenceSourceProvider;
import io.portage.config.yaml.YamlValue;
import java.util.Optional;

/** Reads {@code csv: <location>}. */
public final class CsvSourceProvider implements ReferenceSourceProvider {
  @Override
  public String key() {
    return "csv";
  }

  @Override
  public Optional<ReferenceSource> read(YamlValue section) {
    return section.optionalText().map(CsvSource::new);
  }
}
