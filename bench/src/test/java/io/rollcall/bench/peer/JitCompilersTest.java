package io.rollcall.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JitCompilersTest {
    private static final String TIMES = " S 1 2 3 4 5 6 7 8 9 10 30 12 0 0 20 0 23 0 100";

    @Test
    void aCompilersTimeIsThatInUserAndInKernelMode() {
        assertThat(JitCompilers.ticks("4711 (C2 CompilerThre)" + TIMES)).isEqualTo(42);
        assertThat(JitCompilers.ticks("4712 (C1 CompilerThre)" + TIMES)).isEqualTo(42);
    }

    @Test
    void anotherThreadsIsNotCountedWhateverItIsCalled() {
        assertThat(JitCompilers.ticks("4713 (member -> (1/1))" + TIMES)).isZero();
        assertThat(JitCompilers.ticks("4714 (VM Thread)" + TIMES)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasCompiledSomething() {
        assertThat(JitCompilers.cpuNanos()).isPositive();
    }
}
