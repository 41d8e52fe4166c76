package io.portage.upsert;

import io.portage.target.connection.Sleeper;
import java.io.Serializable;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * What tests replace.
 *
 * @param clock tells when something failed
 * @param sleeper waits between attempts
 * @param wrapDataSource is put around the pool
 */
record UpsertDependencies(
    Clock clock, Sleeper sleeper, SerializableFunction<DataSource, DataSource> wrapDataSource)
    implements Serializable {
  static final UpsertDependencies REAL =
      new UpsertDependencies(Clock.systemUTC(), Sleeper.REAL, source -> source);
}
