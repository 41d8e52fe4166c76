package io.portage.enrich.jdbc;

import io.portage.config.JdbcConfig;
import io.portage.config.reading.JdbcReader;
import io.portage.config.reference.ReferenceSource;
import io.portage.config.reference.ReferenceSourceProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code jdbc: {query, url, user, password}}. */
public final class QuerySourceProvider implements ReferenceSourceProvider {
  @Override
  public String key() {
    return "jdbc";
  }

  @Override
  public Optional<ReferenceSource> read(YamlValue section) {
    YamlMapping settings = section.section();
    Optional<String> query = settings.required("query").optionalText();
    JdbcConfig connection = connection(settings);
    settings.finish();
    return query.map(text -> new QuerySource(text, connection));
  }

  /** Returns the reference's own connection, or null if it uses the target's. */
  private static @Nullable JdbcConfig connection(YamlMapping settings) {
    YamlValue url = settings.optional("url");
    boolean own =
        url.isPresent()
            || settings.optional("user").isPresent()
            || settings.optional("password").isPresent();
    return own ? JdbcReader.read(settings) : null;
  }
}
