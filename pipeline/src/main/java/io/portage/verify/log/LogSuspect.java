package io.portage.verify.log;

import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.RowKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key whose row in the target is newer than what was read of the log.
 *
 * @param table its table
 * @param key the key
 * @param newest the merged changes of what was read first; null if there are none
 * @param rejected the last record of the key that the job rejects, or null
 * @param firstSeen the time of the first look
 */
record LogSuspect(
    LogTable table,
    Row key,
    @Nullable Change newest,
    @Nullable RejectedRecord rejected,
    Instant firstSeen) {
  RowKey identity() {
    return table.target().identity(key);
  }
}
