/** What all micro-benchmarks share. The benchmarks stand in the packages of what they measure. */
package io.portage.jmh;
