import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Consent to letters by e-mail, the letters themselves, and what became of one as an attempt to deliver."""

    dependencies = [
        ('core', '0012_office'),
        ('revenue', '0110_third_letter'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='outcome',
            field=models.CharField(choices=[('delivered', 'delivered'), ('absent', 'nobody was there'), ('refused', 'receipt was refused'), ('wrong_address', 'does not live at the address'), ('sent', 'handed to the mail server'), ('bounced', 'the mail server refused it, or it came back'), ('unsure', 'not known whether it was sent')], max_length=14, verbose_name='outcome'),
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('az', 'Azerbaijani'), ('en', 'English')], default='az', max_length=2, verbose_name='language of the letters')),
                ('day', models.DateField(verbose_name='given on')),
                ('given_by', models.CharField(max_length=120, verbose_name='given by')),
                ('way', models.CharField(choices=[('signed', 'an application signed by hand'), ('electronic', 'an application signed electronically'), ('office', 'a form filled in and signed at the office')], default='signed', max_length=10, verbose_name='how given')),
                ('document', models.CharField(max_length=120, verbose_name='number and day of the document')),
                ('withdrawn', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('withdrawn_because', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.BigIntegerField(null=True)),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.municipality')),
                ('taxpayer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='revenue.taxpayer')),
            ],
            options={
                'verbose_name': 'consent to letters by e-mail',
                'verbose_name_plural': 'consents to letters by e-mail',
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('sending', 'being sent'), ('sent', 'sent'), ('refused', 'refused, or came back'), ('unsure', 'not known whether it went'), ('later', 'put off by the mail server')], default='sending', max_length=8, verbose_name='state')),
                ('begun', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('said', models.CharField(blank=True, default='', help_text='What the mail server answered, or why it came back.', max_length=200)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='revenue.consent')),
                ('job', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('municipality', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.municipality')),
                ('notice', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='revenue.notice')),
                ('reminder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='revenue.reminder')),
            ],
            options={
                'verbose_name': 'letter by e-mail',
                'verbose_name_plural': 'letters by e-mail',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn__isnull', True)), fields=('taxpayer',), name='consent_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn__isnull', True), ('withdrawn__gte', models.F('day')), _connector='OR'), name='consent_ends_after'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('notice__isnull', False)), fields=('notice',), name='mailing_notice_once'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('reminder__isnull', False)), fields=('reminder',), name='mailing_reminder_once'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('notice__isnull', False), ('reminder__isnull', True)), models.Q(('notice__isnull', True), ('reminder__isnull', False)), _connector='OR'), name='mailing_of_one_paper'),
        ),
    ]
