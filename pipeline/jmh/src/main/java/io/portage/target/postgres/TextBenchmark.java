package io.portage.target.postgres;

import io.portage.jmh.Timed;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.sql.SQLException;
import java.time.LocalDate;
import org.openjdk.jmh.annotations.Benchmark;

/** Converts values to the text of PostgreSQL, compared with that of the JDK. */
public class TextBenchmark extends Timed {
  private Version version =
      Version.of(0, SourcePosition.ofPostgres(24_023_119_456L, 24_023_128_789L), 3, 1_000_000);
  private LocalDate date = LocalDate.of(2024, 9, 17);

  @Benchmark
  public String versionOwn() {
    return VersionText.of(version);
  }

  @Benchmark
  public String versionJdk() {
    return version.toNumber().toString();
  }

  @Benchmark
  public String dateOwn() throws SQLException {
    return PostgresText.of(date);
  }

  @Benchmark
  public String dateJdk() {
    return date.toString();
  }
}
