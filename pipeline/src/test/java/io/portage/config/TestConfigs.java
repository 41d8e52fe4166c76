package io.portage.config;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.SourceConfig.KafkaConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.EventConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.TableConfig.VersionConfig;
import io.portage.config.TableConfig.VersionOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of configurations from flat lists of settings. */
public final class TestConfigs {
  private TestConfigs() {}

  /** A source with the defaults of the settings that are not given. */
  public static SourceConfig source(
      String bootstrapServers,
      List<String> topics,
      String groupId,
      StartFrom startFrom,
      @Nullable Instant startInstant,
      Map<String, Secret> properties,
      FormatConfig format,
      Duration maxFutureSkew,
      String unavailable) {
    return source(
        bootstrapServers,
        topics,
        groupId,
        startFrom,
        startInstant,
        properties,
        format,
        maxFutureSkew,
        unavailable,
        DiscoveryConfig.DEFAULTS,
        UnroutedPolicy.DEAD_LETTER);
  }

  /** A source. */
  public static SourceConfig source(
      String bootstrapServers,
      List<String> topics,
      String groupId,
      StartFrom startFrom,
      @Nullable Instant startInstant,
      Map<String, Secret> properties,
      FormatConfig format,
      Duration maxFutureSkew,
      String unavailable,
      DiscoveryConfig discovery,
      UnroutedPolicy unrouted) {
    return new SourceConfig(
        new KafkaConfig(
            bootstrapServers,
            TopicSelection.of(topics),
            groupId,
            startFrom,
            startInstant,
            properties,
            discovery),
        format,
        maxFutureSkew,
        unavailable,
        unrouted);
  }

  /** A table whose rows may lack columns; a NUL is a dead letter. */
  public static TableConfig table(
      String from,
      String to,
      List<String> key,
      DeleteMode deletes,
      BeforeImage before,
      @Nullable String where,
      VersionOrder order,
      List<Epoch> epochs,
      TruncatePolicy truncate,
      @Nullable Map<String, ColumnConfig> columns,
      MetadataColumns metadata) {
    return table(
        from,
        to,
        key,
        deletes,
        before,
        where,
        order,
        epochs,
        truncate,
        columns,
        metadata,
        NulPolicy.DEAD_LETTER,
        MissingColumnPolicy.KEEP);
  }

  /** A table. */
  public static TableConfig table(
      String from,
      String to,
      List<String> key,
      DeleteMode deletes,
      BeforeImage before,
      @Nullable String where,
      VersionOrder order,
      List<Epoch> epochs,
      TruncatePolicy truncate,
      @Nullable Map<String, ColumnConfig> columns,
      MetadataColumns metadata,
      NulPolicy nul,
      MissingColumnPolicy missing) {
    return new TableConfig(
        RouteConfig.of(from, to),
        key,
        columns,
        metadata,
        where,
        new VersionConfig(order, epochs, TableConfig.BackfillPolicy.BELOW),
        new EventConfig(
            deletes,
            before,
            truncate,
            nul,
            new ColumnDrift(
                columns == null ? UnknownColumns.DEAD_LETTER : UnknownColumns.IGNORE, missing)));
  }

  /** The table with another handling of unknown columns. */
  public static TableConfig withUnknownColumns(TableConfig table, UnknownColumns unknown) {
    EventConfig events = table.events();
    return new TableConfig(
        table.route(),
        table.key(),
        table.columns(),
        table.metadata(),
        table.where(),
        table.versions(),
        new EventConfig(
            events.deletes(),
            events.before(),
            events.truncate(),
            events.nul(),
            new ColumnDrift(unknown, table.missingColumns())));
  }
}
