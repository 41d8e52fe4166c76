package io.portage.upsert;

import io.portage.target.connection.Sleeper;
import java.io.Serializable;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * The dependencies that tests replace.
 *
 * @param clock the time of failures and retries
 * @param sleeper pauses between attempts
 * @param wrapDataSource wraps the data source of the connection pool
 */
record UpsertDependencies(
    Clock clock, Sleeper sleeper, SerializableFunction<DataSource, DataSource> wrapDataSource)
    implements Serializable {
  static final UpsertDependencies REAL =
      new UpsertDependencies(Clock.systemUTC(), Sleeper.REAL, source -> source);
}
