package io.portage.normalize;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.FormatConfig;
import io.portage.decode.Formats;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A normalizer of users, for benchmarks of other packages. */
public final class NormalizerFixture {
  private NormalizerFixture() {}

  /** A normalizer for rows of {@code user_id, name, email, country_code}. */
  public static Normalizer users(FormatConfig format) {
    TestBed bed = new TestBed().format(format).columns(columns());
    bed.tables.with(
        "users_enriched",
        "user_id int8 not null",
        "name text",
        "email text",
        "email_domain text",
        "country_code text",
        "portage_version numeric",
        "is_deleted bool");
    return new Normalizer(
        bed.config(), Formats.of(bed.config().source()), bed.tables, Clock.systemUTC(), () -> {});
  }

  private static Map<String, ColumnConfig> columns() {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("user_id", new CopiedColumn("user_id"));
    columns.put("name", new CopiedColumn("name"));
    columns.put("email", new CopiedColumn("email"));
    columns.put("email_domain", new ComputedColumn("row.email.split('@')[1]", "row.email != null"));
    columns.put("country_code", new CopiedColumn("country_code"));
    return columns;
  }
}
