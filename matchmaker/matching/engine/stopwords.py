"""Words that carry no meaning of their own, French and English, accents folded, our own lists.

Left out on purpose, because one of the languages needs them: `or` (gold), `mine` (of ore), `car` (a vehicle
in English), `ton` (a weight), `ai` (artificial intelligence, typed in small letters), `don` (a gift), `but`
stays a stop word.
"""

_FRENCH = """
a afin ainsi alors apres assez au aucun aucune aujourd'hui auparavant aupres auquel aura aurait auraient
aurez aurons auront aussi autant autre autres aux auxquelles auxquels avaient avais avait avant avec avez
aviez avions avoir avons ayant beaucoup bien c'est ca ce ceci cela celle celles celui cependant certain
certaine certaines certains ces cet cette ceux chacun chacune chaque chez ci comme comment dans de dedans
dehors deja depuis derriere des desormais desquelles desquels dessous dessus devant doit doivent donc dont
du duquel durant elle elles en encore enfin ensuite entre envers es est et etaient etait etant ete etes etre
eu eue eues eurent eus eux fait faire faisant faisons fait faites fois font furent fut grace hors ici il ils
jamais je jusque la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui ma mais malgre me
meme memes mes mieux moi moins mon ne neanmoins ni non nos notamment notre nous nouveau nouveaux nouvelle
nouvelles on ont ou oui par parce parfois parmi partout pas pendant permet permets permettant permettent
permettre peu peut peuvent peux plupart plus plusieurs plutot pour pourquoi pourra pourrait pouvait pouvez
pouvoir pouvons presque propose proposent proposons puis puisque quand quant que quel quelle quelles
quelqu'un quelque quelques quels qui quoi quoique sa sans sauf se selon sera serait seraient seront serons
ses seulement si sien sienne siennes siens soi soient sois soit sommes son sont souvent sous suis sur
surtout ta tandis tant tel telle telles tels tes toi toujours tous tout toute toutefois toutes tres trop tu
un une unes uns vers via voici voila vont vos votre vous voudrait y
ailleurs aucunement aucuns auxdits certes concernant davantage dela dorenavant dudit egalement excepte guere
hormis ladite ledit lesdites lesdits ledits lesquels moyennant nul nulle nullement nuls outre pourtant
propos puisse puissent quasi quasiment quelconque quelconques quiconque respectivement sitot susdit tantot
tellement travers voire celui-ci celle-ci ceux-ci celles-ci
"""

_ENGLISH = """
a about above across after afterwards again against all almost alone along already also although always am
among an and another any anyone anything anywhere are aren't around as at away back be became because become
becomes been before behind being below beside besides between beyond both but by came can can't cannot could
couldn't did didn't do does doesn't doing don't done down during each either else enough etc even ever every
everyone everything everywhere except few for from further get gets getting give given gives go goes going
got had hadn't has hasn't have haven't having he hence her here hers herself him himself his how however i
if in indeed instead into is isn't it its itself just keep less let lets like made make makes making many
may maybe me meanwhile might more moreover most mostly much must my myself namely neither never
nevertheless next no nobody none nor not nothing now of off often on once one ones only onto or other others
otherwise our ours ourselves out over own per perhaps please quite rather really same say says see seem
seems several shall she should shouldn't since so some somehow someone something sometimes still such than
that the their theirs them themselves then there thereby therefore these they thing things this those though
through throughout thus to together too toward towards under unless until up upon us use used uses using
very was wasn't we well were weren't what whatever when where whereas wherever whether which while who
whoever whole whom whose why will with within without won't would wouldn't yet you your yours yourself
yourselves
"""

# Counts and calendar: two profiles that both say "six months" or "two million" share nothing by it. And what
# turns the next word round: "sans fil" is no wire.
_FRENCH_COUNTS = """
deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent
cents mille million millions milliard milliards premier premiers premiere premieres deuxieme troisieme
dizaine dizaines centaine centaines an ans annee annees mois semaine semaines jour jours fois sans non
"""
_ENGLISH_COUNTS = """
two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred
hundreds thousand thousands million millions billion billions first third year years yearly month months
monthly week weeks weekly day days
"""

FRENCH_COUNTS: frozenset[str] = frozenset(_FRENCH_COUNTS.split())
ENGLISH_COUNTS: frozenset[str] = frozenset(_ENGLISH_COUNTS.split())
FRENCH: frozenset[str] = frozenset(_FRENCH.split()) | FRENCH_COUNTS
ENGLISH: frozenset[str] = frozenset(_ENGLISH.split()) | ENGLISH_COUNTS
WEB: frozenset[str] = frozenset({"http", "https", "www", "com"})
STOP_WORDS: frozenset[str] = FRENCH | ENGLISH | WEB

# What French puts before an apostrophe: the word that carries meaning comes after it.
ELIDED: frozenset[str] = frozenset(
    "l d j m t s c n qu jusqu lorsqu puisqu quoiqu quelqu presqu entr".split()  # noqa: SIM905  (as the lists above)
)
# What English puts after an apostrophe: the word that carries meaning comes before it.
CLITICS: frozenset[str] = frozenset("s t re ve ll d m".split())  # noqa: SIM905  (as above)
