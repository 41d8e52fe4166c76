package io.portage.upsert.write;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SinkConfig;
import io.portage.config.reading.JdbcReader;
import io.portage.config.yaml.YamlMapping;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProvider;
import io.portage.target.JdbcTargetTables;
import io.portage.target.TargetTables;

/**
 * The sink {@code jdbc}. Its checks before a run need connections and privileges, and are those of
 * {@code portage check}.
 */
public final class JdbcSinkProvider implements SinkProvider {
  @Override
  public String name() {
    return JdbcConfig.SECTION;
  }

  @Override
  public SinkConfig read(YamlMapping section) {
    return JdbcReader.withDialect(section);
  }

  @Override
  public TargetTables tables(PortageConfig config) {
    return JdbcTargetTables.open(config.target());
  }

  @Override
  public Sink open(PortageConfig config, SinkContext context) {
    return JdbcSink.open(config, context, source -> source);
  }
}
