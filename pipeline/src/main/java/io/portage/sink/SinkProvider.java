package io.portage.sink;

import io.portage.config.PortageConfig;
import io.portage.config.SinkConfig;
import io.portage.config.yaml.YamlMapping;
import io.portage.target.TargetTables;
import java.util.List;

/**
 * A kind of sink. Providers are found as services of this type on the class path, which must then
 * also be the class path of the workers. Stateless and thread-safe.
 */
public interface SinkProvider {
  /** Returns the key of the sink's section, as in {@code target.jdbc}. */
  String name();

  /**
   * Reads the sink's section. Connects to nothing.
   *
   * @param section the section; every error is recorded there, and the caller reports its keys that
   *     were not read
   */
  SinkConfig read(YamlMapping section);

  /**
   * Opens the catalog of the target's tables: Normalize and Enrich fit values to it. Does not
   * connect yet; the caller closes the result. By default {@link TargetTables#SCHEMALESS}: every
   * table has every column, and values stay as they were decoded.
   */
  default TargetTables tables(PortageConfig config) {
    return TargetTables.SCHEMALESS;
  }

  /**
   * Opens a sink on a worker. Does not connect yet, so that an outage is met in {@link Sink#write};
   * the caller closes the result.
   */
  Sink open(PortageConfig config, SinkContext context);

  /**
   * Connects to the target and returns the reasons why the job cannot run: no connection, a missing
   * table, a missing privilege. Called before a run and by {@code portage check}. By default none.
   */
  default List<String> problems(PortageConfig config) {
    return List.of();
  }
}
