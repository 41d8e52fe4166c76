package io.portage.upsert;

import io.portage.target.Pause;
import java.io.Serializable;
import java.time.Clock;
import javax.sql.DataSource;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * What tests replace.
 *
 * @param clock tells when something failed
 * @param pause waits between attempts
 * @param wrap is put around the pool
 */
record Hooks(Clock clock, Pause pause, SerializableFunction<DataSource, DataSource> wrap)
    implements Serializable {
  static final Hooks REAL = new Hooks(Clock.systemUTC(), Pause.REAL, source -> source);
}
