/** Tests of a job's metrics in Prometheus, with the dashboard and the alert rules. */
@org.jspecify.annotations.NullMarked
package io.portage.flink.monitoring;
