/// A description, for ncurses, of a terminal with 256 or 24-bit colours that speaks ECMA-48, as all of these do.
///
/// Debian's database has 24-bit colours only in a package of its own (`xterm-direct` in ncurses-term), written
/// with colons, which fewer terminals read. And what it says of terminals is often not quite what they are,
/// since people set `TERM` to what works elsewhere. So this leaves out what terminals disagree about
/// (erasing with the background colour, repeating characters, shifting parts of a line). Keys that are missing
/// here are understood by ``EscapeSequence``.
///
/// Colour numbers below 256 are those of a 256-colour terminal, all others 24-bit RGB.
///
/// ncurses takes a whole compiled description from the variable `TERMINFO`. To change this one, edit ``source``,
/// write it to the file `own.ti`, and put the last command's output into ``entry``; a test compares the two.
///
///     tic -x -o . own.ti
///     TERMINFO=. infocmp -x -Q2 -q perceiver-ecma48
package enum ECMA48Terminal {
    /// The name of the terminal type.
    package static let type = "perceiver-ecma48"

    /// What ends everything that a screen may have begun: synchronised output, reports of the theme and the mouse, bracketed paste,
    /// the hidden cursor, attributes and colours, keypad mode, and the alternate screen.
    package static let undo = Array(
        (endOfModes + "\u{1B}[?25h\u{1B}[m\u{1B}[39;49m\u{1B}[?1l\u{1B}>\u{1B}[?1049l").utf8
    )

    /// What ends modes that are not in any description.
    package static let endOfModes = ["?2026l", "?2031l", "?1006l", "?1003l", "?1002l", "?1000l", "?2004l"].map
    {
        "\u{1B}[" + $0
    }.joined()

    /// The description as text.
    package static let source = #"""
        perceiver-ecma48|a colourful terminal that speaks ECMA-48,
            RGB, AX, am, mir, msgr, xenl, XT,
            colors#0x1000000, pairs#0x10000, cols#80, lines#24, it#8,
            bel=^G, cr=\r, ht=^I, ind=\n, ri=\EM, clear=\E[H\E[2J,
            cup=\E[%i%p1%d;%p2%dH, home=\E[H, hpa=\E[%i%p1%dG, vpa=\E[%i%p1%dd,
            cuu=\E[%p1%dA, cud=\E[%p1%dB, cuf=\E[%p1%dC, cub=\E[%p1%dD,
            cuu1=\E[A, cud1=\n, cuf1=\E[C, cub1=^H,
            ed=\E[J, el=\E[K, el1=\E[1K, ech=\E[%p1%dX, sc=\E7, rc=\E8,
            smcup=\E[?1049h, rmcup=\E[?1049l, smkx=\E[?1h\E=, rmkx=\E[?1l\E>,
            civis=\E[?25l, cnorm=\E[?25h, smam=\E[?7h, rmam=\E[?7l,
            sgr0=\E[m, bold=\E[1m, dim=\E[2m, rev=\E[7m, smul=\E[4m, rmul=\E[24m, op=\E[39;49m,
            setaf=\E[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e\#
        %p1%{256}%<%t38;5;%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
            setab=\E[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e\#
        %p1%{256}%<%t48;5;%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,
            kcuu1=\EOA, kcud1=\EOB, kcuf1=\EOC, kcub1=\EOD, khome=\EOH, kend=\EOF,
            kpp=\E[5~, knp=\E[6~, kdch1=\E[3~, kbs=^?, kcbt=\E[Z, kent=\EOM,

        """#

    /// The description as ncurses wants it.
    package static let entry = """
        b64:HgI6AA8ADwBpASsCcGVyY2VpdmVyLWVjbWE0OHxhIGNvbG91cmZ1bCB0ZXJtaW5hbCB0aGF0IHNwZWFrcyBFQ01BLTQ4AAAB\
        AAABAAAAAAAAAAABAQBQAAAACAAAABgAAAD_____________________________________________________AAAAAQAAAQD_\
        _wAAAgD_____BAAMABAAFAD__x8AMAAyADYAPQD__z8ARgD__0oA__________________9OAFMA__9cAP_______2EA__9mAGsA\
        __90AHgA________gQD__________________________4cA________iQD__44A____________________________________\
        _5IA_____5YA__-aAJ8ApAD_______-oAKwAtAD_____________________________________________vAD________FAM4A\
        ___XAP_____________________________gAOMA7gDxAPMA________9gD___________________________________gA____\
        __wAAgH_____________________________CAEMAf__________________________________________________________\
        ____________________________________________________________________________________________________\
        ____________________________________________________________________________________________________\
        ________________EAH_______________________________________________________________________8VAf______\
        ____________________________________________________________________________________________________\
        ________________________________________________________HgGkAQcADQAbW0gbWzJKABtbSwAbW0oAG1slaSVwMSVk\
        RwAbWyVpJXAxJWQ7JXAyJWRIAAoAG1tIABtbPzI1bAAIABtbPzI1aAAbW0MAG1tBABtbMW0AG1s_MTA0OWgAG1sybQAbWzdtABtb\
        NG0AG1slcDElZFgAG1ttABtbPzEwNDlsABtbMjRtAH8AG1szfgAbT0IAG09IABtPRAAbWzZ-ABtbNX4AG09DABtPQQAbWz8xbBs-\
        ABtbPzFoGz0AG1slcDElZEIAG1slcDElZEQAG1slcDElZEMAG1slcDElZEEAGzgAG1slaSVwMSVkZAAbNwAKABtNAAkAG1taABtb\
        PzdoABtbPzdsABtPRgAbT00AG1sxSwAbWzM5OzQ5bQAbWyU_JXAxJXs4fSU8JXQzJXAxJWQlZSVwMSV7MTZ9JTwldDklcDElezh9\
        JS0lZCVlJXAxJXsyNTZ9JTwldDM4OzU7JXAxJWQlZTM4OzI7JXAxJXs2NTUzNn0lLyVkOyVwMSV7MjU2fSUvJXsyNTV9JSYlZDsl\
        cDElezI1NX0lJiVkJTttABtbJT8lcDElezh9JTwldDQlcDElZCVlJXAxJXsxNn0lPCV0MTAlcDElezh9JS0lZCVlJXAxJXsyNTZ9\
        JTwldDQ4OzU7JXAxJWQlZTQ4OzI7JXAxJXs2NTUzNn0lLyVkOyVwMSV7MjU2fSUvJXsyNTV9JSYlZDslcDElezI1NX0lJiVkJTtt\
        AAADAAAAAAADAAoAAQEBAAAAAwAHAEFYAFJHQgBYVAA=
        """
}
