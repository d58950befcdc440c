package io.rollcall.simulate;

import java.util.List;

/** Ids that a person can read: a first name and a number that makes it unique, {@code mira-042}. */
final class Names {
    private static final List<String> FIRST = List.of(
            "ada", "aiko", "alba", "amir", "ana", "anouk", "arjun", "asha", "bao", "bela", "bram", "bruno", "carla",
            "chen", "chidi", "clara", "dana", "dario", "deniz", "diego", "dina", "ebba", "eli", "elif", "emeka", "enzo",
            "esra", "eva", "farah", "felix", "femi", "fleur", "gael", "gita", "greta", "hana", "haruto", "hugo", "ida",
            "ilya", "ines", "isla", "ivan", "jana", "jin", "joao", "jonas", "juno", "kai", "kamala", "karim", "kenji",
            "kira", "lan", "lars", "layla", "leila", "lena", "leo", "lin", "lior", "luca", "lucia", "mai", "malik",
            "marta", "mateo", "maya", "mei", "milan", "mina", "mira", "nadia", "naomi", "nico", "nils", "nina", "noor",
            "nuri", "olga", "omar", "oskar", "otto", "paula", "pavel", "pia", "priya", "quinn", "rafa", "rania", "ravi",
            "rosa", "ruth", "sami", "sana", "sara", "selma", "sena", "sofia", "sora", "tala", "tao", "tara", "tess",
            "theo", "tomas", "uma", "vera", "vikram", "wanda", "wei", "xin", "yael", "yara", "yuki", "yusuf", "zara",
            "zeno", "zoe", "zola");

    private final long seed;

    Names(long seed) {
        this.seed = seed;
    }

    String of(int number) {
        int name = new Dice(seed, number, -1).below(FIRST.size());
        String padding = number < 10 ? "-00" : number < 100 ? "-0" : "-";
        return FIRST.get(name) + padding + number;
    }
}
