/**
 * The ledger: one counter for each outcome of a record, and their sum.
 *
 * <p>{@code read + split = applied + superseded + duplicate + stale + ignored + dead}.
 *
 * <p>Also the parts of the stages' other metrics: distributions as counters, labels of tables in
 * metric names, and a throttle for repeated warnings.
 */
@org.jspecify.annotations.NullMarked
package io.portage.metrics;
