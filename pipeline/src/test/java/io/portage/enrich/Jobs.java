package io.portage.enrich;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.DeadLetterConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.enrich.csv.CsvSource;
import io.portage.enrich.jdbc.QuerySource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations for tests, around the table {@code users}. */
final class Jobs {
  private static final JdbcConfig NOWHERE =
      new JdbcConfig("jdbc:postgresql://localhost:1/none", Secret.of("u"), Secret.of("p"));

  private Jobs() {}

  static PortageConfig of(
      Map<String, ColumnConfig> columns, Map<String, ReferenceConfig> references) {
    return of(columns, references, NOWHERE);
  }

  static PortageConfig of(
      Map<String, ColumnConfig> columns,
      Map<String, ReferenceConfig> references,
      JdbcConfig target) {
    TableConfig table =
        TestConfigs.table(
            "users_cdc",
            "users",
            List.of("user_id"),
            TableConfig.DeleteMode.SOFT,
            TableConfig.BeforeImage.WHOLE,
            null,
            TableConfig.VersionOrder.TIME,
            List.of(),
            TableConfig.TruncatePolicy.DEAD_LETTER,
            columns,
            new TableConfig.MetadataColumns("version", "deleted", null, null, null));
    SourceConfig source =
        TestConfigs.source(
            "localhost:1",
            List.of("users_cdc"),
            "group",
            SourceConfig.StartFrom.COMMITTED,
            null,
            Map.of(),
            new EnvelopeJsonConfig(),
            Duration.ofMinutes(10),
            "__unavailable");
    return new PortageConfig(
        "test",
        source,
        LatestConfig.DEFAULTS,
        references,
        List.of(table),
        TargetConfig.of(target),
        new DeadLetterConfig.FileDeadLetters("unused"));
  }

  /** The columns of the seed's table. */
  static Map<String, ColumnConfig> usersColumns(MissPolicy miss) {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("user_id", new CopiedColumn("user_id"));
    columns.put("full_name", new CopiedColumn("name"));
    columns.put("email", new CopiedColumn("email"));
    columns.put(
        "email_domain",
        new ComputedColumn(
            "row.email.split('@')[1]", "row.email != null && row.email.contains('@')"));
    columns.put(
        "country_name", new LookupColumn("countries", "country_code", "country_name", miss));
    return columns;
  }

  static ReferenceConfig csv(String path, String key, Duration refresh) {
    return new ReferenceConfig("csv", new CsvSource(path), key, refresh);
  }

  static ReferenceConfig query(String query, String key) {
    return new ReferenceConfig("jdbc", new QuerySource(query, null), key, Duration.ofMinutes(5));
  }

  /** A reference to one CSV file. */
  static ReferenceSpec spec(String path, String key, Duration refresh, String... wanted) {
    return new ReferenceSpec("countries", csv(path, key, refresh), NOWHERE, List.of(wanted));
  }
}
