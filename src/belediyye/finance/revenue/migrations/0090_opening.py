"""Opening balances; a second kind of workbook; payers in the order of one walk."""

import django.db.models.deletion
from django.db import migrations, models

import belediyye.core.fields
from belediyye.core.append_only import append_only

BATCH = 2_000


def find_routes(apps, schema_editor):
    """The sort key of the addresses that stand already; a batch a statement."""
    payers, field = apps.get_model("revenue", "Taxpayer").objects, None
    rows = payers.exclude(settlement="", street="", house="").only("pk", "settlement", "street", "house")
    some = []
    for payer in rows.iterator(BATCH):
        field = field or payer._meta.get_field("route")
        field.pre_save(payer, False)
        some.append(payer)
        if len(some) == BATCH:
            payers.bulk_update(some, ["route"])
            some = []
    payers.bulk_update(some, ["route"])


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('revenue', '0081_agreed'),
    ]

    operations = [
        migrations.AddField(
            model_name='rollimport',
            name='kind',
            field=models.CharField(choices=[('roll', 'payers and objects'), ('opening', 'opening balances')], default='roll', max_length=8),
        ),
        migrations.AddField(
            model_name='taxpayer',
            name='route',
            field=belediyye.core.fields.NaturalField(help_text='The order in which one walk passes the addresses.', max_length=300, of=('settlement', 'street', 'house')),
        ),
        migrations.AlterField(
            model_name='rollimport',
            name='since',
            field=models.DateField(help_text='Day from which new characteristics count; of opening balances the day on which they stood.', verbose_name='characteristics hold from'),
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='stood on')),
                ('head', models.SmallIntegerField(choices=[(1, 'property tax on buildings'), (2, 'property tax on water and air vehicles'), (3, 'land tax'), (4, 'mining tax'), (5, 'profit tax of municipal enterprises'), (11, 'outdoor advertising'), (12, 'hotels, sanatoria and tourism'), (13, 'parking'), (14, 'trade and services on municipal land'), (15, 'rent of municipal property'), (16, 'sale of municipal property')], null=True, verbose_name='kind of income')),
                ('year', models.SmallIntegerField(null=True, verbose_name='year')),
                ('due', models.DateField(null=True, verbose_name='due on')),
                ('principal_qepik', models.BigIntegerField(default=0, verbose_name='principal')),
                ('interest_qepik', models.BigIntegerField(default=0, verbose_name='interest on arrears')),
                ('credit_qepik', models.BigIntegerField(default=0, verbose_name='overpaid')),
                ('document', models.CharField(max_length=200, verbose_name='document')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.BigIntegerField(null=True)),
                ('reversed_on', models.DateField(null=True)),
                ('reversed_because', models.CharField(blank=True, default='', max_length=200)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='revenue.rollimport')),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.municipality')),
                ('taxpayer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='revenue.taxpayer')),
            ],
            options={
                'verbose_name': 'opening balance',
                'verbose_name_plural': 'opening balances',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['municipality', 'reversed_on'], name='opening_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('credit_qepik__gte', 0), ('interest_qepik__gte', 0), ('principal_qepik__gte', 0)), name='opening_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('credit_qepik__gt', 0), ('due__isnull', True), ('head__isnull', True), ('interest_qepik', 0), ('principal_qepik', 0)), models.Q(('credit_qepik', 0), ('due__isnull', False), ('head__isnull', False), ('year__isnull', False), models.Q(('principal_qepik__gt', 0), ('interest_qepik__gt', 0), _connector='OR')), _connector='OR'), name='opening_debt_or_credit'), models.CheckConstraint(condition=models.Q(('interest_qepik', 0), ('due__lt', models.F('day')), _connector='OR'), name='opening_interest_only_when_late'), models.UniqueConstraint(condition=models.Q(('head__isnull', False), ('reversed_on__isnull', True)), fields=('taxpayer', 'head', 'year', 'due'), name='opening_debt_once'), models.UniqueConstraint(condition=models.Q(('head__isnull', True), ('reversed_on__isnull', True)), fields=('taxpayer',), name='opening_credit_once')],
            },
        ),
        migrations.RunPython(find_routes, migrations.RunPython.noop),
        *append_only("revenue_opening", may_change=["reversed_on", "reversed_because"]),
    ]
