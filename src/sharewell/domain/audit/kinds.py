"""Every kind of event, with words in both languages. Never rename one: the log speaks of it for ever."""

from typing import NamedTuple

from django.utils.translation import get_language


class Words(NamedTuple):
    en: str
    cy: str


KINDS = {
    # organisations
    "area-added": Words("An area was added", "Ychwanegwyd ardal"),
    "area-corrected": Words("An area was corrected", "Cywirwyd ardal"),
    "front-door-set": Words("An area's front door was set", "Gosodwyd drws blaen ardal"),
    "organisation-added": Words("An organisation was added", "Ychwanegwyd sefydliad"),
    "entry-listed": Words("An entry was listed in the directory", "Rhestrwyd cofnod yn y cyfeiriadur"),
    "entry-corrected": Words("A directory entry was corrected", "Cywirwyd cofnod yn y cyfeiriadur"),
    "entry-reached-otherwise": Words(
        "How a directory entry is reached was changed", "Newidiwyd sut y cyrhaeddir cofnod yn y cyfeiriadur"
    ),
    "wrong-number-reported": Words("A wrong number was reported", "Rhoddwyd gwybod am rif anghywir"),
    "person-added": Words("A person was given an account", "Cafodd rhywun gyfrif"),
    "person-ended": Words("A person's account was ended", "Daeth cyfrif rhywun i ben"),
    "role-asked-for": Words("A role was asked for", "Gofynnwyd am rôl"),
    "role-given": Words("A role was confirmed by a second person", "Cadarnhawyd rôl gan ail berson"),
    "role-changed": Words("Somebody's role was changed", "Newidiwyd rôl rhywun"),
    "second-step-asked-for": Words(
        "A new second step was asked for", "Gofynnwyd am ail gam newydd wrth fewngofnodi"
    ),
    "second-step-set-anew": Words(
        "A lost second step was taken away by two people", "Dilëwyd ail gam coll gan ddau berson"
    ),
    "first-code-given": Words(
        "A code for a first sign-in was given", "Rhoddwyd cod ar gyfer mewngofnodi cyntaf"
    ),
    "account-change-declined": Words("A change to an account was declined", "Gwrthodwyd newid i gyfrif"),
    "account-change-withdrawn": Words(
        "A change to an account was taken back", "Tynnwyd newid i gyfrif yn ôl"
    ),
    "account-change-refused": Words(
        "Somebody tried to change an account and was refused",
        "Ceisiodd rhywun newid cyfrif a chafodd ei wrthod",
    ),
    "password-chosen": Words("A password was chosen", "Dewiswyd cyfrinair"),
    "device-signed-out": Words("A device was signed out", "Allgofnodwyd dyfais"),
    "sign-in-linked": Words(
        "The organisation's own sign-in was linked to an account",
        "Cysylltwyd dull mewngofnodi'r sefydliad ei hun â chyfrif",
    ),
    "language-chosen": Words("A language was chosen", "Dewiswyd iaith"),
    "contact-added": Words("A contact was written down", "Nodwyd cyswllt"),
    "contact-verified": Words("A contact was checked", "Gwiriwyd cyswllt"),
    "start-date-set": Words(
        "An organisation set a start date of its own", "Gosododd sefydliad ddyddiad dechrau ei hun"
    ),
    "start-date-withdrawn": Words("A start date was withdrawn", "Tynnwyd dyddiad dechrau yn ôl"),
    "release-by-two-set": Words(
        "Whether a second person looks before anything is sent was set",
        "Gosodwyd a yw ail berson yn edrych cyn anfon unrhyw beth",
    ),
    "policy-document-said": Words(
        "An organisation said whether it has a policy document",
        "Dywedodd sefydliad a oes ganddo ddogfen bolisi",
    ),
    "gap-filed": Words("Something missing was found", "Canfuwyd bod rhywbeth ar goll"),
    "gap-met": Words("A share went ahead without something", "Aeth rhannu yn ei flaen heb rywbeth"),
    "gap-closed": Words("Something missing was put right", "Unionwyd rhywbeth a oedd ar goll"),
    # policies
    "policy-begun": Words("A policy was begun", "Dechreuwyd polisi"),
    "policy-read-in": Words("A policy was read in from a file", "Darllenwyd polisi i mewn o ffeil"),
    "policy-details-changed": Words(
        "A policy's owner or readers were set", "Gosodwyd perchennog neu ddarllenwyr polisi"
    ),
    "policy-draft-begun": Words("A new version of a policy was begun", "Dechreuwyd fersiwn newydd o bolisi"),
    "policy-draft-changed": Words("A draft policy was changed", "Newidiwyd drafft o bolisi"),
    "policy-draft-dropped": Words("A draft policy was thrown away", "Taflwyd drafft o bolisi"),
    "policy-published": Words("A policy was published", "Cyhoeddwyd polisi"),
    "policy-read": Words(
        "Somebody said that they have read a policy", "Dywedodd rhywun ei fod wedi darllen polisi"
    ),
    "policy-reviewed": Words("A policy was reviewed", "Adolygwyd polisi"),
    "policy-withdrawn": Words("A policy was withdrawn", "Tynnwyd polisi yn ôl"),
    "period-set": Words(
        "An organisation set a retention period of its own", "Gosododd sefydliad ei gyfnod cadw ei hun"
    ),
    "period-ended": Words(
        "An organisation went back to the usual retention period",
        "Dychwelodd sefydliad at y cyfnod cadw arferol",
    ),
    # the life of an agreement
    "agreement-version-made": Words("A version of an agreement was kept", "Cadwyd fersiwn o gytundeb"),
    "agreement-put-before-parties": Words(
        "An agreement was put before its parties", "Rhoddwyd cytundeb gerbron ei bartïon"
    ),
    "agreement-commented": Words("A party commented on an agreement", "Rhoddodd parti sylw ar gytundeb"),
    "agreement-comment-settled": Words("A comment on an agreement was answered", "Atebwyd sylw ar gytundeb"),
    "agreement-submitted": Words(
        "An agreement was submitted for quality assurance", "Cyflwynwyd cytundeb i sicrhau ei ansawdd"
    ),
    "agreement-assured": Words("The quality of an agreement was assured", "Sicrhawyd ansawdd cytundeb"),
    "agreement-changes-asked": Words(
        "Changes to an agreement were asked for", "Gofynnwyd am newidiadau i gytundeb"
    ),
    "agreement-taken-back": Words(
        "An agreement was taken back from quality assurance", "Tynnwyd cytundeb yn ôl o'r sicrhau ansawdd"
    ),
    "agreement-signing-opened": Words("An agreement was opened for signing", "Agorwyd cytundeb i'w lofnodi"),
    "agreement-signing-stopped": Words(
        "An agreement was taken back from being signed", "Tynnwyd cytundeb yn ôl o'i lofnodi"
    ),
    "agreement-signed": Words("An agreement was signed for a party", "Llofnodwyd cytundeb dros barti"),
    "agreement-signature-disputed": Words(
        "A body said that it had not signed an agreement", "Dywedodd corff nad oedd wedi llofnodi cytundeb"
    ),
    "agreement-signatory-corrected": Words(
        "Who signs an agreement for a party was corrected", "Cywirwyd pwy sy'n llofnodi cytundeb dros barti"
    ),
    "agreement-declined": Words("A party declined to sign an agreement", "Gwrthododd parti lofnodi cytundeb"),
    "agreement-in-force": Words("An agreement came into force", "Daeth cytundeb i rym"),
    "agreement-link-made": Words("A link to an agreement was made", "Gwnaed dolen at gytundeb"),
    "agreement-link-opened": Words("A link to an agreement was opened", "Agorwyd dolen at gytundeb"),
    "agreement-link-asked-for": Words(
        "A fresh link to an agreement was asked for", "Gofynnwyd am ddolen newydd at gytundeb"
    ),
    "agreement-code-wrong": Words(
        "A wrong code was typed for an agreement", "Teipiwyd cod anghywir ar gyfer cytundeb"
    ),
    "agreement-review-due": Words("The review of an agreement was called for", "Galwyd am adolygu cytundeb"),
    "agreement-reviewed": Words("An agreement was reviewed", "Adolygwyd cytundeb"),
    "agreement-drafted-anew": Words(
        "The next version of an agreement was begun", "Dechreuwyd fersiwn nesaf cytundeb"
    ),
    "agreement-replaced": Words(
        "An agreement was replaced by a newer one", "Disodlwyd cytundeb gan un newydd"
    ),
    "agreement-withdrawn": Words("An agreement was withdrawn", "Tynnwyd cytundeb yn ôl"),
    "agreement-ended": Words("The last day of an agreement passed", "Aeth diwrnod olaf cytundeb heibio"),
    "agreement-asked-to-join": Words(
        "A body was asked to join an agreement", "Gofynnwyd i gorff ymuno â chytundeb"
    ),
    "agreement-joined": Words("A body joined an agreement", "Ymunodd corff â chytundeb"),
    "agreement-left": Words("A party left an agreement", "Gadawodd parti gytundeb"),
    # the register of agreements
    "agreement-paper-read": Words(
        "An agreement made elsewhere was read in", "Darllenwyd cytundeb a wnaed yn rhywle arall i mewn"
    ),
    "agreement-paper-thrown-away": Words(
        "An agreement that was read in was thrown away", "Taflwyd cytundeb a ddarllenwyd i mewn"
    ),
    "agreement-taken-over": Words(
        "An agreement made elsewhere was entered in the register",
        "Rhoddwyd cytundeb a wnaed yn rhywle arall yn y gofrestr",
    ),
    "agreement-confirmed": Words(
        "A party confirmed an agreement that was made elsewhere",
        "Cadarnhaodd parti gytundeb a wnaed mewn man arall",
    ),
    "agreement-made-public": Words(
        "An agreement was shown in the public register", "Dangoswyd cytundeb yn y gofrestr gyhoeddus"
    ),
    "agreement-taken-out-of-public": Words(
        "An agreement was taken out of the public register", "Tynnwyd cytundeb o'r gofrestr gyhoeddus"
    ),
    # agreements
    "agreement-begun": Words("An agreement was begun", "Dechreuwyd cytundeb"),
    "agreement-drafted": Words("The words of an agreement were changed", "Newidiwyd geiriau cytundeb"),
    "agreement-party-added": Words("A party was added to an agreement", "Ychwanegwyd parti at gytundeb"),
    "agreement-party-changed": Words("A party to an agreement was changed", "Newidiwyd parti i gytundeb"),
    "agreement-party-removed": Words(
        "A party was taken out of a draft agreement", "Tynnwyd parti o gytundeb drafft"
    ),
    "agreement-flow-added": Words("A flow was added to an agreement", "Ychwanegwyd llif at gytundeb"),
    "agreement-flow-changed": Words("A flow of an agreement was changed", "Newidiwyd llif mewn cytundeb"),
    "agreement-flow-grounded": Words(
        "What a party rests a flow on was said", "Dywedwyd ar beth mae parti yn seilio llif"
    ),
    "agreement-flow-removed": Words(
        "A flow was taken out of a draft agreement", "Tynnwyd llif o gytundeb drafft"
    ),
    "agreement-assessments-linked": Words(
        "An agreement was tied to its impact assessments",
        "Cysylltwyd cytundeb â'i asesiadau o'r effaith",
    ),
    # keys
    "keys-rotated": Words("The keys were wrapped anew", "Lapiwyd yr allweddi o'r newydd"),
    "keys-renewed": Words("New keys were made", "Gwnaed allweddi newydd"),
    "boxes-resealed": Words(
        "What was sealed was sealed anew with the newest keys",
        "Ailseliwyd yr hyn a oedd wedi'i selio â'r allweddi diweddaraf",
    ),
    "keys-retired": Words("Old keys were destroyed", "Dinistriwyd hen allweddi"),
    "keys-escrowed": Words(
        "Sheets were printed that give the keys back", "Argraffwyd taflenni sy'n rhoi'r allweddi yn ôl"
    ),
    "backup-made": Words("A backup was made", "Gwnaed copi wrth gefn"),
    # children
    "child-added": Words("A child was written down", "Nodwyd plentyn"),
    "linked-person-added": Words(
        "Someone in the child's life was written down", "Nodwyd rhywun ym mywyd y plentyn"
    ),
    "place-added": Words("An address was written down", "Nodwyd cyfeiriad"),
    "place-shielded": Words("An address was marked not to be shared", "Nodwyd na ddylid rhannu cyfeiriad"),
    "safe-address-added": Words("A safe address was written down", "Nodwyd cyfeiriad diogel"),
    "address-revealed": Words("A safe address was shown to someone", "Dangoswyd cyfeiriad diogel i rywun"),
    "place-unshielded": Words("An address is no longer marked", "Nid yw'r cyfeiriad wedi'i farcio mwyach"),
    # decisions
    "worry-raised": Words("A worry was written down", "Nodwyd pryder"),
    "worry-closed": Words("A worry was closed", "Caewyd pryder"),
    "worry-opened": Words("A worry was opened again", "Ailagorwyd pryder"),
    "child-joined": Words("A child was added to a worry", "Ychwanegwyd plentyn at bryder"),
    "member-added": Words("A colleague was let into a worry", "Cafodd cydweithiwr weld pryder"),
    "member-ended": Words(
        "A colleague's access to a worry ended", "Daeth mynediad cydweithiwr at bryder i ben"
    ),
    "member-extended": Words(
        "A colleague's time in a worry was extended", "Estynnwyd amser cydweithiwr mewn pryder"
    ),
    "worry-sealed": Words("A worry was sealed", "Seliwyd pryder"),
    "seal-lift-asked": Words("Lifting a seal was asked for", "Gofynnwyd am godi sêl"),
    "seal-lifted": Words("A seal was lifted", "Codwyd sêl"),
    "seal-kept": Words("A seal was left where it is", "Gadawyd sêl yn ei lle"),
    "shield-lift-asked": Words(
        "Lifting the shield of an address was asked for", "Gofynnwyd am godi'r warchodaeth dros gyfeiriad"
    ),
    "shield-lifted": Words(
        "Two people lifted the shield of an address", "Cododd dau berson y warchodaeth dros gyfeiriad"
    ),
    "shield-kept": Words("The shield of an address was kept", "Cadwyd y warchodaeth dros gyfeiriad"),
    "glass-broken": Words("Someone broke the glass to see a worry", "Torrodd rhywun y gwydr i weld pryder"),
    "glass-found-nothing": Words(
        "Someone broke the glass and nothing was found", "Torrodd rhywun y gwydr ac ni chafwyd dim"
    ),
    "glass-upheld": Words("It was right to break the glass", "Roedd yn iawn torri'r gwydr"),
    "glass-not-upheld": Words("It was not right to break the glass", "Nid oedd yn iawn torri'r gwydr"),
    "flag-raised": Words("A rule pointed out a look", "Tynnodd rheol sylw at edrych ar gofnod"),
    "flag-settled": Words("A look that was pointed out was settled", "Setlwyd yr edrych y tynnwyd sylw ato"),
    "tie-said": Words(
        "A person said what their own family is called", "Dywedodd rhywun beth yw enw ei deulu ei hun"
    ),
    "emergency-recorded": Words("An emergency was written down", "Nodwyd argyfwng"),
    "entry-added": Words("An entry was written", "Ysgrifennwyd cofnod"),
    "entry-undone": Words("An entry was undone", "Dadwnaed cofnod"),
    "entry-corrected-by": Words(
        "An entry was written that corrects another", "Ysgrifennwyd cofnod sy'n cywiro un arall"
    ),
    "entry-sent": Words("An entry was sent", "Anfonwyd cofnod"),
    "owed-added": Words("Something is owed by a day", "Mae rhywbeth i'w wneud erbyn diwrnod"),
    "owed-settled": Words("Something owed was done", "Gwnaed rhywbeth a oedd i'w wneud"),
    "advice-asked": Words("Advice was asked for", "Gofynnwyd am gyngor"),
    "advice-answered": Words("Advice was given", "Rhoddwyd cyngor"),
    "advice-read": Words("Advice was read", "Darllenwyd cyngor"),
    "draft-begun": Words("A draft was begun", "Dechreuwyd drafft"),
    "draft-discarded": Words("A draft was thrown away", "Taflwyd drafft"),
    "decision-reviewed": Words("A decision was looked at again", "Edrychwyd eto ar benderfyniad"),
    "decision-recorded": Words("A decision was recorded", "Cofnodwyd penderfyniad"),
    "ground-given": Words(
        "Why it was shared without consent was written down",
        "Nodwyd pam y rhannwyd heb gydsyniad",
    ),
    # deliveries
    "delivery-prepared": Words("A package was begun", "Dechreuwyd pecyn"),
    "delivery-dropped": Words("A package was not sent after all", "Ni anfonwyd pecyn wedi'r cyfan"),
    "items-chosen": Words("What goes to a recipient was chosen", "Dewiswyd beth sy'n mynd i dderbynnydd"),
    "text-changed-for-recipient": Words(
        "Words were changed for a recipient", "Newidiwyd geiriau ar gyfer derbynnydd"
    ),
    "passage-kept": Words("A passage was kept, with a reason", "Cadwyd darn, gyda rheswm"),
    "picture-looked-at": Words(
        "Someone looked through what cannot be searched", "Edrychodd rhywun drwy'r hyn na ellir ei chwilio"
    ),
    "release-made": Words("Something shielded was released", "Rhyddhawyd rhywbeth a warchodir"),
    "release-withdrawn": Words("A release was withdrawn", "Tynnwyd rhyddhad yn ôl"),
    "file-attached": Words("A file was attached", "Atodwyd ffeil"),
    "file-described": Words("A file was described", "Disgrifiwyd ffeil"),
    "file-taken-away": Words("A file was taken away", "Tynnwyd ffeil"),
    "second-look-asked": Words("A second look was asked for", "Gofynnwyd am ail olwg"),
    "second-look-owed": Words(
        "A package went at once, and a second look is owed",
        "Aeth pecyn ar unwaith, ac mae angen ail olwg arno",
    ),
    "second-look-given": Words("A second look was given", "Rhoddwyd ail olwg"),
    "second-look-refused": Words(
        "A package was sent back by a second look", "Anfonwyd pecyn yn ôl gan ail olwg"
    ),
    "second-look-withdrawn": Words("A second look is no longer asked for", "Nid oes angen ail olwg mwyach"),
    "delivery-sent": Words("A package was sent", "Anfonwyd pecyn"),
    "delivery-handed-over": Words("A package left the outbox", "Gadawodd pecyn y blwch allan"),
    "delivery-told": Words(
        "The recipient was told another way", "Dywedwyd wrth y derbynnydd mewn ffordd arall"
    ),
    "notice-bounced": Words("A notice by e-mail came back", "Daeth hysbysiad e-bost yn ei ôl"),
    "delivery-unopened": Words(
        "Sender and leads were told that nobody had opened an urgent package",
        "Dywedwyd wrth yr anfonwr a'r arweinwyr nad oedd neb wedi agor pecyn brys",
    ),
    "notice-refused": Words("A notice by e-mail did not get through", "Ni chyrhaeddodd hysbysiad e-bost"),
    "link-opened": Words("A package was opened by its link", "Agorwyd pecyn drwy ei ddolen"),
    "code-wrong": Words("A wrong code was tried", "Rhoddwyd cynnig ar god anghywir"),
    "inbox-opened": Words("A package was opened in an inbox", "Agorwyd pecyn mewn mewnflwch"),
    "answer-given": Words("The recipient answered", "Atebodd y derbynnydd"),
    "answer-written-down": Words(
        "What the recipient said was written down", "Nodwyd yr hyn a ddywedodd y derbynnydd"
    ),
    "package-downloaded": Words("A package was saved", "Cadwyd copi o becyn"),
    "delivery-recalled": Words("A package was recalled", "Galwyd pecyn yn ôl"),
    "link-renewed": Words("A link was renewed with a new code", "Adnewyddwyd dolen gyda chod newydd"),
    "link-asked-for": Words(
        "The recipient asked for a fresh link", "Gofynnodd y derbynnydd am ddolen newydd"
    ),
    "delivery-chased": Words("An answer was chased", "Aethpwyd ar ôl ateb"),
    "delivery-escalated": Words("Silence was taken higher", "Aethpwyd â'r diffyg ateb yn uwch"),
    "delivery-handed-on": Words(
        "A package was handed on to a colleague", "Trosglwyddwyd pecyn i gydweithiwr"
    ),
    # requests
    "form-begun": Words("A form of the code was begun", "Dechreuwyd un o ffurflenni'r cod"),
    "form-finished": Words("A form of the code was finished", "Gorffennwyd un o ffurflenni'r cod"),
    "form-dropped": Words("A form of the code was thrown away", "Taflwyd un o ffurflenni'r cod"),
    "form-linked": Words("A form was tied to a decision", "Clymwyd ffurflen wrth benderfyniad"),
    # oversight
    "self-assessment-begun": Words("A self-assessment was begun", "Dechreuwyd hunanasesiad"),
    "self-assessment-answered": Words(
        "A question of a self-assessment was answered", "Atebwyd cwestiwn mewn hunanasesiad"
    ),
    "self-assessment-finished": Words("A self-assessment was finished", "Gorffennwyd hunanasesiad"),
    # impact assessments
    "assessment-started": Words("An impact assessment was begun", "Dechreuwyd asesiad o'r effaith"),
    "assessment-renamed": Words(
        "An impact assessment was given another title", "Rhoddwyd teitl arall i asesiad o'r effaith"
    ),
    "assessment-screened": Words(
        "Whether an impact assessment is needed was answered", "Atebwyd a oes angen asesiad o'r effaith"
    ),
    "assessment-not-needed": Words(
        "It was said why no impact assessment is made", "Dywedwyd pam na wneir asesiad o'r effaith"
    ),
    "assessment-shipped-taken": Words(
        "The impact assessment that comes with the software was taken up",
        "Dechreuwyd ar yr asesiad o'r effaith sy'n dod gyda'r feddalwedd",
    ),
    "assessment-hat-given": Words(
        "A part in an impact assessment was given", "Rhoddwyd rhan mewn asesiad o'r effaith"
    ),
    "assessment-answered": Words(
        "A question of an impact assessment was answered", "Atebwyd cwestiwn mewn asesiad o'r effaith"
    ),
    "assessment-risk-written": Words("A risk was written down", "Nodwyd risg"),
    "assessment-risk-removed": Words("A risk was taken out", "Tynnwyd risg allan"),
    "assessment-measure-written": Words(
        "What is done about a risk was written down", "Nodwyd beth a wneir am risg"
    ),
    "assessment-measure-done": Words("A measure was done", "Cyflawnwyd mesur"),
    "assessment-view-written": Words(
        "What people think of a sharing was written down", "Nodwyd barn pobl am rannu"
    ),
    "assessment-sent-round": Words(
        "An impact assessment was sent round", "Anfonwyd asesiad o'r effaith o gwmpas"
    ),
    "assessment-reviewed": Words("An impact assessment was reviewed", "Adolygwyd asesiad o'r effaith"),
    "assessment-changes-asked": Words(
        "Changes to an impact assessment were asked for", "Gofynnwyd am newidiadau i asesiad o'r effaith"
    ),
    "assessment-advised": Words(
        "The data protection officer advised on an impact assessment",
        "Rhoddodd y Swyddog Diogelu Data gyngor ar asesiad o'r effaith",
    ),
    "assessment-advice-settled": Words(
        "What is done with the advice was said", "Dywedwyd beth a wneir â'r cyngor"
    ),
    "assessment-signed-off": Words("An impact assessment was signed off", "Cymeradwywyd asesiad o'r effaith"),
    "assessment-commissioner-asked": Words(
        "The Information Commissioner was asked before a high risk",
        "Gofynnwyd i'r Comisiynydd Gwybodaeth cyn risg uchel",
    ),
    "assessment-commissioner-longer": Words(
        "The Information Commissioner needs longer", "Mae angen mwy o amser ar y Comisiynydd Gwybodaeth"
    ),
    "assessment-commissioner-answered": Words(
        "The Information Commissioner answered", "Atebodd y Comisiynydd Gwybodaeth"
    ),
    "assessment-reopened": Words(
        "A question of an impact assessment was opened again", "Ailagorwyd cwestiwn mewn asesiad o'r effaith"
    ),
    "assessment-settled": Words(
        "A question that was opened again was settled", "Setlwyd cwestiwn a ailagorwyd"
    ),
    "assessment-offered": Words(
        "An impact assessment was offered to another organisation",
        "Cynigiwyd asesiad o'r effaith i sefydliad arall",
    ),
    "assessment-turn-told": Words(
        "Somebody was told that an impact assessment is with them",
        "Dywedwyd wrth rywun fod asesiad o'r effaith gyda nhw",
    ),
    "assessment-withdrawn": Words("An impact assessment was withdrawn", "Tynnwyd asesiad o'r effaith yn ôl"),
    # the log itself
    "pack-exported": Words("A proof pack was made", "Gwnaed pecyn prawf"),
    "log-key-changed": Words(
        "The key that signs the log was changed", "Newidiwyd yr allwedd sy'n llofnodi'r log"
    ),
    "log-exported": Words("The whole log was exported", "Allforiwyd y log cyfan"),
    "log-time-stamped": Words(
        "A time-stamp server vouched for the log", "Tystiodd gweinydd stamp amser i'r log"
    ),
    "clock-went-back": Words("The server's clock was put back", "Rhoddwyd cloc y gweinydd yn ôl"),
    "clock-went-ahead": Words("The server's clock was put forward", "Rhoddwyd cloc y gweinydd ymlaen"),
    "checkpoint-witnessed": Words("A checkpoint of another log was kept", "Cadwyd pwynt gwirio o log arall"),
    "history-contradicted": Words(
        "A checkpoint came back that contradicts the log", "Daeth pwynt gwirio yn ôl sy'n groes i'r log"
    ),
    "openings-erased": Words(
        "What the log's commitments open to was erased", "Dilëwyd yr hyn y mae ymrwymiadau'r log yn ei agor"
    ),
}


def words(kind: str, lang: str | None = None) -> str:
    """What a kind of event says, in `lang` or else in the language of who reads."""
    both = KINDS[kind]
    return both.cy if (lang or get_language() or "en").startswith("cy") else both.en
